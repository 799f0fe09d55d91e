-- What a part's titles are called, and their scores.
select
    title.title_id,
    title.type,
    title.title,
    title.release_year,
    scores.* exclude (run_id, title_id, scored_at),
from scores.title as scores
inner join features.title as title using (title_id)
order by title_id
