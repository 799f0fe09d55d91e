-- One row per title whose first day on Netflix a source tells.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   came_on: the day it came to Netflix
--   told_by: 'engagement report'; else 'catalogue' (the day a film was added) or 'network' (the
--     first airing of a series that is Netflix's own)
with

titles as (
    select * from core.described_title
),

reported as (
    select
        named.title_id,
        rows.came_on,
        rows.is_first_season,
        rows.duration_minutes,
    from core.named_row as rows
    inner join core.named_title as named using (load_id, row_number)
    where rows.source = 'engagement report'
),

-- A series came with its first season; where the report does not date that one, nobody knows.
first_seasons as (
    select title_id, bool_or(came_on is null) as has_undated_season
    from (
        select title_id, came_on
        from core.named_row
        inner join core.named_title using (load_id, row_number)
        where source = 'engagement report' and type = 'series'
    )
    group by title_id
),

days as (
    select
        titles.title_id,
        reported.came_on,
        reported.came_on - titles.released_on as days_after,
        abs(days_after) as days_apart,
        case
            when titles.released_on is null
                then
                    titles.type = 'movie'
                    or (reported.is_first_season and not first_seasons.has_undated_season)
            -- A film may come long after its release; before it, as TMDb has it for another
            -- country, by weeks.
            when titles.type = 'movie' then days_after >= -90
            -- Of several seasons the one nearest to the first airing is meant.
            else days_after between -7 and 400
        end as is_first,
    from reported
    inner join titles using (title_id)
    left join first_seasons using (title_id)
    where reported.came_on is not null
),

in_report as (
    select title_id, arg_min(came_on, (coalesce(days_apart, 0), came_on)) as came_on
    from days
    where is_first
    group by title_id
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
    select title_id, released_on as came_on
    from titles
    where type = 'series' and is_netflix_network and released_on is not null
)

select title_id, came_on, 'engagement report' as told_by from in_report
union all
select title_id, came_on, 'catalogue' as told_by
from in_catalogue anti join in_report using (title_id)
union all
select title_id, came_on, 'network' as told_by
from on_network anti join in_report using (title_id)
order by title_id
