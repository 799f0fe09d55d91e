-- One row per Netflix title and snapshot, typed and repaired.
with

source as (
    select titles.*, coalesce(loads.snapshot_on, loads.loaded_at::date) as snapshot_on
    from raw.netflix_titles as titles
    inner join ops.loads as loads
        on titles.load_id = loads.load_id and loads.status = 'loaded'
),

-- Some files hold the duration ("74 min") in the rating's column.
repaired as (
    select
        * replace (
            if(is_misplaced, null, rating) as rating,
            if(is_misplaced, rating, duration) as duration
        )
    from (
        select
            *,
            duration is null and coalesce(regexp_matches(rating, '^\d+ (min|Seasons?)$'), false)
                as is_misplaced
        from source
    )
)

select
    load_id,
    row_number,
    snapshot_on,
    -- Later files number their rows (s1, s2, …): that is no identifier.
    case when regexp_full_match(show_id, '\d{4,9}') then show_id::bigint end as netflix_id,
    title_type(type) as type,
    clean_text(title) as title,
    title_key(clean_text(title)) as identity_key,
    match_key(clean_text(title)) as title_key,
    clean_text(description) as description,
    clean_text(rating) as maturity_rating,
    list_of(director) as directors,
    list_of("cast") as cast_members,
    list_of(country) as countries,
    list_of(listed_in) as genres,
    year_of(release_year) as release_year,
    case when duration like '%min%' then try_cast(regexp_extract(duration, '\d+') as integer) end
        as duration_minutes,
    case when duration like '%Season%' then try_cast(regexp_extract(duration, '\d+') as integer) end
        as season_count,
    to_date(date_added) as added_on,
from repaired
