-- One row per title and snapshot of any service's catalogue in Netflix's shape, typed and repaired.
with

loads as (
    select
        load_id,
        source,
        service,
        region,
        coalesce(snapshot_on, loaded_at::date) as snapshot_on,
    from ops.loads
    where status = 'loaded'
),

titles as (
    select * from raw.netflix_titles
    union all by name
    select * from raw.service_titles
),

source as (
    select titles.*, loads.* exclude (load_id)
    from titles
    inner join loads using (load_id)
),

-- Some files hold the duration ("74 min") in the rating's column.
repaired as (
    select
        * replace (
            if(is_misplaced, null, rating) as rating,
            if(is_misplaced, coalesce(duration, rating), duration) as duration
        )
    from (
        select
            *,
            coalesce(regexp_matches(rating, '^\d+ (min|Seasons?)$'), false) as is_misplaced
        from source
    )
),

-- Before their keys are made of them: a macro works its argument out wherever it names it.
cleaned as (
    select * replace (clean_text(title) as title)
    from repaired
)

select
    load_id,
    row_number,
    source,
    service,
    region,
    snapshot_on,
    -- Later files number their rows (s1, s2, …): that is no identifier.
    case
        when source = 'netflix' and regexp_full_match(show_id, '\d{4,9}') then show_id::bigint
    end as netflix_id,
    title_type(type) as type,
    title,
    title_key(title) as identity_key,
    match_key(title) as title_key,
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
from cleaned
