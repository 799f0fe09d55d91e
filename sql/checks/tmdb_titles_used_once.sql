-- block: no TMDb title stands for two titles
select type, tmdb_id, count(*) as row_count
from marts.title_scores
where tmdb_id is not null
group by type, tmdb_id
having count(*) > 1
