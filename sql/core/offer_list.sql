-- One row per complete list of a service's titles in a region, and type.
-- key: series, type, seen_on
-- columns:
--   series: the lists that may be compared: source, service, region and, of other ways to watch than
--     by subscription, access
--   source: whose list it is
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   access: the way to watch that it lists, as in core.offer_evidence; it says nothing of the others
--   type: 'movie' or 'series'
--   seen_on: the day that the list speaks of
--   previous_on: the complete list before it in its series; null for the first
--   is_newest: whether it is the newest of its series
--   is_main: whether it lists what the service is known for: what its subscription shows or, where
--     it is not known to sell one, what it shows with advertisements or else for free
--   title_count: titles of the type that it lists
with

lists as (
    select
        concat_ws(' · ', source, service, region, nullif(access, 'subscription')) as series,
        *,
    from staging.stg_lists__lists
    where is_complete
),

ways as (
    select service, region, access from staging.stg_lists__lists
    union
    select service, region, access from staging.stg_providers__offers
),

main_ways as (
    select
        service,
        region,
        min_by(access, list_position(['subscription', 'ads', 'free'], access)) as access,
    from ways
    group by service, region
),

days as (
    select
        series,
        any_value(source) as source,
        any_value(service) as service,
        any_value(region) as region,
        any_value(access) as access,
        type,
        seen_on,
        max(title_count) as title_count,
    from lists
    group by series, type, seen_on
)

select
    days.series,
    days.source,
    days.service,
    days.region,
    days.access,
    days.type,
    days.seen_on,
    lag(days.seen_on) over by_day as previous_on,
    lead(days.seen_on) over by_day is null as is_newest,
    coalesce(days.access = main_ways.access, true) as is_main,
    days.title_count,
from days
left join main_ways using (service, region)
window by_day as (partition by days.series, days.type order by days.seen_on)
order by days.series, days.type, days.seen_on
