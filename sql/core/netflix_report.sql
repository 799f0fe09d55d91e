-- One row per TMDb title that Netflix's engagement reports give a day for.
-- view
-- key: type, tmdb_id
-- columns:
--   type: 'movie' or 'series'
--   tmdb_id: TMDb's identifier within its type
--   came_on: the day it came to Netflix
select
    titles.type,
    titles.tmdb_id,
    releases.came_on,
from core.netflix_release as releases
inner join core.title as titles using (title_id)
where releases.told_by = 'engagement report' and titles.tmdb_id is not null
