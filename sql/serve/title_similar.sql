-- The titles most like one title, the nearest first.
select
    titles.title_id,
    titles.type,
    titles.title,
    titles.release_year,
    titles.genres_listed,
    titles.hit_probability,
    neighbours.similarity,
from marts.similar_titles as neighbours
inner join marts.title_scores as titles on neighbours.similar_title_id = titles.title_id
where neighbours.title_id = $title_id
order by neighbours.rank
