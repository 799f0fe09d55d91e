-- One row per TMDb title that Netflix's engagement reports give a day for.
-- key: type, tmdb_id
-- columns:
--   type: 'movie' or 'series'
--   tmdb_id: TMDb's identifier within its type
--   came_on: the day it came to Netflix
with

tmdb as (
    select * from core.tmdb_title
),

names as (
    select type, tmdb_id, unnest(title_keys) as title_key from tmdb
    union
    select matches.type, matches.tmdb_id, entries.title_key
    from core.title_match as matches
    inner join core.catalogue_entry as entries using (title_id)
),

titles as (
    select names.*, tmdb.released_on, tmdb.duration_minutes
    from names
    inner join tmdb using (type, tmdb_id)
    where tmdb.released_on is not null
),

-- The report of early 2023 does not say what a row without a season is; the later ones do. One that
-- none of them names counts as a film.
reported as (
    select
        title_key,
        released_on as came_on,
        coalesce(max(type), 'movie') as type,
        max(duration_minutes) as duration_minutes,
    from staging.stg_engagement__titles
    where released_on is not null
    group by title_key, released_on
),

-- A name alone says little: films share it that came out a year apart, and lists pair the wrong
-- ones. Within a week of each other that is rare; otherwise a film's length must not be another. Of
-- what came before its release, as TMDb has it for another country, the length must be known.
alike as (
    select
        titles.type,
        titles.tmdb_id,
        titles.title_key,
        reported.came_on,
        reported.came_on - titles.released_on as days_after,
        abs(days_after) as days_apart,
        if(
            titles.type = 'movie',
            abs(reported.duration_minutes - titles.duration_minutes),
            null
        ) as minutes_apart,
    from titles
    inner join reported using (type, title_key)
    where
        days_apart <= 7
        or (days_after between 8 and 400 and coalesce(minutes_apart, 0) <= 10)
        or (days_after between -90 and -8 and minutes_apart <= 10)
),

-- A day on Netflix is that of one title: of those with one name, the one nearest to it.
nearest as (
    select *
    from alike
    qualify
        row_number() over (
            partition by type, title_key, came_on order by days_apart, tmdb_id
        ) = 1
)

-- Of several seasons the one nearest to the first airing is meant.
select type, tmdb_id, arg_min(came_on, (days_apart, came_on)) as came_on
from nearest
group by type, tmdb_id
order by type, tmdb_id
