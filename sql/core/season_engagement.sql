-- One row per title, season and half-year of Netflix's engagement reports.
-- key: title_id, season, period_start
-- columns:
--   title_id: stable key of the title
--   season: season as the report names it; empty for a film and where it names none
--   period_start: first day of the half-year
--   type: 'movie' or 'series'
--   season_number: the number in the season's name, 1 where it has none; null for a film
--   minutes: running time, minutes: the report's, where one gives none that of another report, else
--     the film's length as the catalogue or TMDb has it
--   came_on: the day it came to Netflix, as a report states it; reports do of Netflix's own titles
--   hours_viewed: hours viewed
--   views: hours viewed divided by running time; null where nobody states one
with

titles as (
    select * from core.title
),

reported as (
    select
        named.title_id,
        titles.type,
        coalesce(rows.season_title, '') as season,
        coalesce(rows.local_title, '') as local_title,
        rows.period_start,
        max(rows.duration_minutes) over one_work as reported_minutes,
        min(rows.released_on) over one_work as came_on,
        if(titles.type = 'movie', titles.duration_minutes, null) as known_minutes,
        rows.hours_viewed,
    from staging.stg_engagement__titles as rows
    inner join core.named_title as named using (load_id, row_number)
    inner join titles using (title_id)
    -- Two works that go by one name differ in what they are called at home.
    window one_work as (
        partition by named.title_id, rows.season_title, rows.local_title
    )
)

select
    title_id,
    season,
    period_start,
    any_value(type) as type,
    if(
        any_value(type) = 'series',
        season_number_of(season),
        null
    ) as season_number,
    arg_max(coalesce(reported_minutes, known_minutes), hours_viewed) as minutes,
    arg_max(came_on, hours_viewed) filter (came_on < period_start + interval 6 month) as came_on,
    sum(hours_viewed)::bigint as hours_viewed,
    sum(
        if(coalesce(reported_minutes, known_minutes) > 0,
            hours_viewed * 60 / coalesce(reported_minutes, known_minutes), null)
    ) as views,
from reported
where hours_viewed is not null
group by title_id, season, period_start
order by title_id, season, period_start
