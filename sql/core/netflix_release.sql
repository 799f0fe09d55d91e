-- One row per title whose first day on Netflix a source tells.
-- columns:
--   title_id: stable key of the title
--   came_on: the day it came to Netflix
--   told_by: 'engagement report', or 'catalogue' (the day a film was added)
with

titles as (
    select * from core.title
),

reported as (
    select
        coalesce(type, 'movie') as type,
        title_key,
        released_on,
    from staging.stg_engagement__titles
    where released_on is not null
),

names as (
    select title_id, type, released_on, unnest(title_keys) as title_key
    from titles
    where is_on_netflix and released_on is not null
),

-- Of several titles, or seasons, with one name the release nearest to the title's own is meant.
in_report as (
    select
        names.title_id,
        arg_min(
            reported.released_on,
            (abs(reported.released_on - names.released_on), reported.released_on)
        ) as came_on,
    from names
    inner join reported using (type, title_key)
    where abs(reported.released_on - names.released_on) <= 400
    group by names.title_id
),

-- For a series the catalogue's day moves with each season.
in_catalogue as (
    select title_id, added_on as came_on
    from titles
    where type = 'movie' and added_on is not null
)

select title_id, came_on, 'engagement report' as told_by from in_report
union all
select title_id, came_on, 'catalogue' as told_by
from in_catalogue anti join in_report using (title_id)
order by title_id
