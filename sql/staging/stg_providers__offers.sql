-- One row per TMDb title, service, region, access and reading: a detail answer or a table's row.
with

loads as (
    select load_id, coalesce(snapshot_on, loaded_at::date) as seen_on
    from ops.loads
    where status = 'loaded'
),

details as (
    select
        load_id,
        row_number,
        if(kind = 'movie', 'movie', 'series') as type,
        id::bigint as tmdb_id,
        watch_providers ->> '$.regions' as regions,
    from raw.tmdb_titles
    where watch_providers is not null
),

names as (
    select * from staging.stg_providers__names
),

regions_of_details as (
    select
        * exclude (regions),
        unnest(
            from_json(
                regions,
                '[{"region": "VARCHAR", "flatrate": ["BIGINT"], "free": ["BIGINT"], '
                || '"ads": ["BIGINT"], "rent": ["BIGINT"], "buy": ["BIGINT"]}]'
            )
        ) as region,
    from details
),

ways_of_details as (
    select
        * exclude (region),
        region.region as country,
        unnest(['flatrate', 'free', 'ads', 'rent', 'buy']) as word,
        unnest([region.flatrate, region.free, region.ads, region.rent, region.buy])
            as provider_ids,
    from regions_of_details
),

offers_of_details as (
    select
        * exclude (provider_ids),
        unnest(provider_ids) as provider_id,
    from ways_of_details
),

offers as (
    select
        load_id,
        row_number,
        type,
        tmdb_id,
        provider_id,
        provider_name,
        word,
        country,
        'tmdb details' as source,
    from offers_of_details
    left join names using (provider_id)
    union all
    select
        load_id,
        row_number,
        coalesce(title_type(type), 'movie') as type,
        tmdb_id::bigint as tmdb_id,
        try_cast(provider_id as bigint) as provider_id,
        provider_name,
        access_type as word,
        country,
        'provider table' as source,
    from raw.watch_providers
),

-- Few names and words, each looked up once.
providers as (
    select
        *,
        service_name(provider_name, provider_id) as service,
        provider_access(word, provider_name, provider_id) as access,
    from (select distinct provider_id, provider_name, word from offers)
),

regions as (
    select *, region_code(country) as region
    from (select distinct country from offers)
)

select distinct
    offers.load_id,
    offers.row_number,
    offers.type,
    offers.tmdb_id,
    providers.service,
    regions.region,
    providers.access,
    loads.seen_on,
    offers.source,
from offers
inner join loads using (load_id)
inner join providers
    on
        offers.provider_id is not distinct from providers.provider_id
        and offers.provider_name is not distinct from providers.provider_name
        and offers.word = providers.word
inner join regions using (country)
where providers.service is not null and regions.region is not null
