-- One row per title and half-year of Netflix's engagement reports; seasons of a series are summed.
-- key: title_id, period_start
-- columns:
--   title_id: stable key of the title
--   period_start: first day of the half-year
--   hours_viewed: hours viewed
--   views: hours viewed divided by running time; null in the report of January to June 2023
--   row_count: rows of the report that were summed
with

reported as (
    select * from staging.stg_engagement__titles
),

titles as (
    select * from core.title
),

names as (
    select
        title_id,
        type,
        is_on_netflix,
        release_year,
        if(type = 'movie', duration_minutes, null) as duration_minutes,
        unnest(title_keys) as title_key,
    from titles
),

-- Of several titles with one name, the one known to be on Netflix and nearest in time is meant,
-- and never a film of another length. A row that does not say what it is counts as a film.
named as (
    select
        coalesce(reported.type, 'movie') as type,
        reported.title_key,
        arg_min(
            names.title_id,
            (
                not names.is_on_netflix,
                abs(
                    coalesce(year(reported.released_on), year(reported.period_start))
                    - coalesce(names.release_year, 1900)
                ),
                names.title_id
            )
        ) as title_id,
    from reported
    inner join names
        on coalesce(reported.type, 'movie') = names.type and reported.title_key = names.title_key
    where
        coalesce(names.release_year, 0) <= year(reported.period_start)
        and coalesce(abs(reported.duration_minutes - names.duration_minutes) <= 10, true)
    group by all
)

select
    named.title_id,
    reported.period_start,
    sum(reported.hours_viewed)::bigint as hours_viewed,
    sum(reported.views)::bigint as views,
    count(*) as row_count,
from reported
inner join named
    on coalesce(reported.type, 'movie') = named.type and reported.title_key = named.title_key
group by named.title_id, reported.period_start
order by named.title_id, reported.period_start
