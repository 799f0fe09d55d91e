-- How an idea's scores stand among the week's titles of its type: the share that has less.
select
    avg((predicted_rating < $predicted_rating)::integer) as predicted_rating,
    avg((liked_probability < $liked_probability)::integer) as liked_probability,
    avg((hit_probability < $hit_probability)::integer) as hit_probability,
    avg((top10_probability < $top10_probability)::integer) as top10_probability,
from search.titles
where type = $type
