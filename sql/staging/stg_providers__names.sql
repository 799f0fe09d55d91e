-- One row per number of a provider of TMDb's: its name in the newest detail answer or table.
with

loads as (
    select load_id, coalesce(snapshot_on, loaded_at::date) as seen_on
    from ops.loads
    where status = 'loaded'
),

-- Most answers name the same few: each list of them is read once.
details as (
    select distinct load_id, watch_providers ->> '$.providers' as providers
    from raw.tmdb_titles
    where watch_providers is not null
),

names as (
    select
        load_id,
        unnest(
            from_json(providers, '[{"provider_id": "BIGINT", "provider_name": "VARCHAR"}]'),
            recursive := true
        ),
    from details
    union all
    select
        load_id,
        try_cast(provider_id as bigint) as provider_id,
        provider_name,
    from raw.watch_providers
)

select
    provider_id,
    arg_max(trim(provider_name), (seen_on, load_id, provider_name)) as provider_name,
from names
inner join loads using (load_id)
where provider_id is not null and provider_name is not null
group by provider_id
