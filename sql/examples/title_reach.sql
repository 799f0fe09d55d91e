-- In which country is which title of the catalogue likeliest to stand in the Top 10?
select
    reach.country_code,
    scores.title,
    scores.type,
    round(100 * reach.chance) as percent,
    reach.has_stood,
from marts.title_reach as reach
inner join marts.title_scores as scores using (title_id)
qualify row_number() over (
    partition by reach.country_code order by scores.in_catalogue desc, reach.chance desc, title_id
) <= 3
order by reach.country_code, reach.chance desc, scores.title
