-- One row per catalogue title and rank: the ten titles of the catalogue that are most like it.
-- key: title_id, rank
-- columns:
--   title_id: stable key of the title
--   title: the title
--   rank: 1 is the nearest
--   similar_title_id: key of the neighbour
--   similar_title: its title
--   similarity: cosine of text, listed genres and countries, at most 1
--   run_id: the run that compared them
with

pairs as (
    select * from scores.similar_title where run_id = getvariable('run_id')
),

titles as (
    select title_id, title from core.title
)

select
    pairs.title_id,
    titles.title,
    pairs.rank,
    pairs.similar_title_id,
    neighbours.title as similar_title,
    pairs.similarity,
    pairs.run_id,
from pairs
inner join titles using (title_id)
inner join titles as neighbours on pairs.similar_title_id = neighbours.title_id
order by pairs.title_id, pairs.rank
