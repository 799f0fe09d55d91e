-- One row per Netflix title whose match a person has set, from the overrides.csv seen last.
with

newest as (
    select load_id
    from ops.loads
    where source = 'overrides.csv' and status = 'loaded'
    order by coalesce(last_seen_at, loaded_at) desc
    limit 1
),

-- Before their keys are made of them: a macro works its argument out wherever it names it.
cleaned as (
    select * replace (clean_text(title) as title)
    from raw.match_overrides
)

select
    nullif(trim(overrides.title_id), '') as title_id,
    if(lower(trim(overrides.type)) = 'movie', 'movie', 'series') as type,
    match_key(overrides.title) as title_key,
    year_of(overrides.release_year) as release_year,
    overrides.tmdb_id::bigint as tmdb_id,
from cleaned as overrides
inner join newest using (load_id)
