-- One row per title, taxonomy and genre that is listed: the outcome of the genre models.
-- key: title_id, taxonomy, genre
-- columns:
--   title_id: stable key of the title
--   taxonomy: 'netflix' or 'tmdb'
--   genre: the genre's name in that taxonomy
select
    title_id,
    taxonomy,
    genre,
from core.title_genre
-- Another service's tags are other words for other things: shown, never learnt from.
where taxonomy in ('netflix', 'tmdb')
order by all
