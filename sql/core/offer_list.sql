-- One row per complete list of a service's titles in a region, and type.
-- key: series, type, seen_on
-- columns:
--   series: the lists that may be compared: source, service and region
--   source: whose list it is
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   type: 'movie' or 'series'
--   seen_on: the day that the list speaks of
--   previous_on: the complete list before it in its series; null for the first
--   is_newest: whether it is the newest of its series
--   title_count: titles of the type that it lists
with

lists as (
    select * from staging.stg_lists__lists where is_complete
),

-- A list of a plan with advertisements says nothing of the others.
plans as (
    select distinct load_id, access from staging.stg_lists__titles
),

named as (
    select
        concat_ws(
            ' · ', lists.source, lists.service, lists.region, nullif(plans.access, 'subscription')
        ) as series,
        lists.*,
    from lists
    left join plans using (load_id)
),

days as (
    select
        series,
        any_value(source) as source,
        any_value(service) as service,
        any_value(region) as region,
        type,
        seen_on,
        max(title_count) as title_count,
    from named
    group by series, type, seen_on
)

select
    series,
    source,
    service,
    region,
    type,
    seen_on,
    lag(seen_on) over by_day as previous_on,
    lead(seen_on) over by_day is null as is_newest,
    title_count,
from days
window by_day as (partition by series, type order by seen_on)
order by series, type, seen_on
