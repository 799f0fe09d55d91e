-- One row per title and TMDb file that holds it: models are also measured file by file.
-- key: title_id, file
-- columns:
--   title_id: stable key of the title
--   file: path within the data directory
select distinct
    titles.title_id,
    loads.file,
from core.tmdb_reading as reading
inner join core.title as titles using (type, tmdb_id)
inner join ops.loads as loads
    on reading.load_id = loads.load_id and loads.status = 'loaded'
order by all
