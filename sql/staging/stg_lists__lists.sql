-- One row per list of what a service offers in a region by one way to watch, and type: a catalogue,
-- a list of TMDb's, a dump of JustWatch's. A list without a stated count counts as complete.
with

titles as (
    select
        load_id,
        'catalogue list' as source,
        service,
        region,
        'subscription' as access,
        type,
        snapshot_on as seen_on,
        (title_key, release_year)::varchar as listing,
        null::bigint as stated_count,
        null::bigint as read_count,
    from staging.stg_catalogues__titles
    union all
    select
        load_id,
        'tmdb list' as source,
        service,
        region,
        access,
        type,
        seen_on,
        tmdb_id::varchar as listing,
        stated_count,
        read_count,
    from staging.stg_lists__titles
    union all
    select
        load_id,
        'justwatch list' as source,
        service,
        region,
        'subscription' as access,
        type,
        seen_on,
        justwatch_id as listing,
        null as stated_count,
        null as read_count,
    from staging.stg_justwatch__listings
)

select
    load_id,
    source,
    service,
    region,
    access,
    type,
    seen_on,
    count(distinct listing) as title_count,
    stated_count,
    -- Rows that were rejected were read, too.
    coalesce(read_count = stated_count, true) as is_complete,
from titles
group by all
