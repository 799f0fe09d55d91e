-- One row per title whose first day on Netflix a source tells.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   came_on: the day it came to Netflix
--   told_by: 'engagement report'; else 'catalogue' (the day a film was added) or 'network' (the
--     first airing of a series that is Netflix's own)
with

titles as (
    select * from core.title
),

in_report as (
    select titles.title_id, reported.came_on
    from titles
    inner join core.netflix_report as reported using (type, tmdb_id)
),

-- For a series the catalogue's day moves with each season.
in_catalogue as (
    select title_id, added_on as came_on
    from titles
    where type = 'movie' and added_on is not null
),

-- A series that others aired first is Netflix's own in some countries only: its day there is not
-- that of the first airing, but no source tells which are.
on_network as (
    select titles.title_id, titles.released_on as came_on
    from titles
    inner join core.tmdb_title as tmdb using (type, tmdb_id)
    where tmdb.is_netflix_network and titles.released_on is not null
)

select title_id, came_on, 'engagement report' as told_by from in_report
union all
select title_id, came_on, 'catalogue' as told_by
from in_catalogue anti join in_report using (title_id)
union all
select title_id, came_on, 'network' as told_by
from on_network anti join in_report using (title_id)
order by title_id
