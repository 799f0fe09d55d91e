-- The titles that somebody gave, every value a text or a list of texts, as a table of features like
-- those of a run. What is no number or no day is left out. One row per title.
create or replace table features.title as
with

typed as (
    select
        format('{:012d}', number) as title_id,
        case when lower(type) in ('series', 'tv show', 'tv') then 'series' else 'movie' end as type,
        title,
        description,
        overview,
        try_cast(release_year as integer) as release_year,
        try_cast(released_on as date) as released_on,
        try_cast(came_on as date) as came_on,
        maturity_rating,
        try_cast(duration_minutes as integer) as duration_minutes,
        try_cast(is_netflix_series as boolean) as is_netflix_series,
        -- An idea is one for Netflix to make, unless it says otherwise.
        coalesce(
            try_cast(is_netflix_own as boolean), try_cast(given.is_netflix_series as boolean), true
        ) as is_netflix_own,
        lower(original_language) as original_language,
        lower(original_language) as spoken_language,
        countries,
        directors,
        cast_members[:10] as cast_members,
        null::date as added_on,
        false as in_catalogue,
        0 as fold,
    from given
)

select *, came_on - released_on as days_until_netflix from typed
