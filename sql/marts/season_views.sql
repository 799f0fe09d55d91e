-- One row per title, season and half-year of Netflix's reports: how often it was viewed, and how
-- often in the half-year before.
-- view
-- key: title_id, season, period_start
-- columns:
--   title_id: stable key of the title
--   season: season as the report names it; empty for a film and where none is named
--   period_start: first day of the half-year
--   came_on: the day it came to Netflix, as a report states it
--   days: days of the half-year on which it was there: all, but for what came within it
--   views: hours viewed divided by running time
--   last_days: days of the half-year before on which it was there
--   last_views: views in the half-year before
select
    title_id,
    season,
    period_start,
    came_on,
    days,
    views,
    last_days,
    last_views,
from features.viewing
where views is not null
