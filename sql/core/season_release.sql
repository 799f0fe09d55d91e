-- One row per series and season that Netflix's engagement reports name: what does not change of it.
-- key: title_id, season
-- columns:
--   title_id: stable key of the title
--   season: season as the report names it; empty where it names none
--   season_number: the number in the season's name, 1 where it has none
--   minutes: running time, minutes; null where no report gives one
--   came_on: the day it came to Netflix, as a report states it; reports do of Netflix's own titles
select
    title_id,
    season,
    any_value(season_number) as season_number,
    max(minutes) as minutes,
    min(came_on) as came_on,
from core.season_engagement
where type = 'series'
group by title_id, season
order by title_id, season
