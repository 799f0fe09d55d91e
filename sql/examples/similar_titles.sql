-- What would go well beside the likeliest hit of the catalogue?
select
    near.title,
    near.rank,
    near.similar_title,
    round(near.similarity, 2) as similarity,
from marts.similar_titles as near
inner join marts.title_scores as scores using (title_id)
where scores.in_catalogue
qualify scores.hit_probability = max(scores.hit_probability) over ()
order by near.rank
