-- One row per title of TMDb's lists of what a provider offers in a region.
with

-- As `catalogue fetch tmdb` names them: discover_movie_provider8-175_US_of2717_2026-11-09.jsonl,
-- and discover_movie_provider1796_ads_US_of2102_2026-11-09.jsonl.
named as (
    select
        load_id,
        coalesce(snapshot_on, loaded_at::date) as seen_on,
        regexp_extract(
            file,
            '(?:^|/)discover_(movie|tv)_provider(\d+(?:-\d+)*)(?:_(ads|free))?_([A-Z]{2})'
            || '(?:_of(\d+))?(?:[_.]|$)',
            ['kind', 'providers', 'access', 'region', 'stated']
        ) as list,
        row_count_loaded + row_count_rejected as read_count,
    from ops.loads
    where status = 'loaded' and source = 'tmdb' and contains(file, 'discover_')
),

providers as (
    select
        provider_id,
        coalesce(
            service_name(null, provider_id),
            service_name(provider_name, provider_id),
            'provider ' || provider_id
        ) as service,
        provider_access('flatrate', provider_name, provider_id) as access,
    from (
        select distinct unnest(string_split(list.providers, '-'))::bigint as provider_id
        from named
        where list.kind <> ''
    )
    left join staging.stg_providers__names using (provider_id)
),

-- A list whose name does not tell the way to watch is that of its plans: of several, the
-- subscription if one of them is.
lists as (
    select
        named.load_id,
        named.seen_on,
        if(named.list.kind = 'movie', 'movie', 'series') as type,
        named.list.region as region,
        try_cast(named.list.stated as bigint) as stated_count,
        named.read_count,
        min(providers.service) as service,
        coalesce(nullif(any_value(named.list.access), ''), max(providers.access)) as access,
    from named
    inner join providers
        on list_contains(string_split(named.list.providers, '-'), providers.provider_id::varchar)
    group by all
)

select
    lists.load_id,
    titles.row_number,
    lists.type,
    titles.id::bigint as tmdb_id,
    lists.service,
    lists.region,
    lists.access,
    lists.stated_count,
    lists.read_count,
    lists.seen_on,
from lists
inner join raw.tmdb_titles as titles using (load_id)
