-- One row per complete list of a service's titles in a region, and type.
-- key: series, type, seen_on
-- columns:
--   series: the lists that may be compared: source, service, region and, where it is no
--     subscription, access
--   source: whose list it is
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   access: the way to watch that it lists, as in core.offer_evidence; of others it says nothing
--   type: 'movie' or 'series'
--   seen_on: the day that the list speaks of
--   previous_on: the complete list before it in its series; null for the first
--   is_newest: whether it is the newest of its series
--   is_main: whether it lists what the service is known for: what its subscription shows; of a
--     service that shows hardly a tenth so, what it shows with advertisements or else for free
--   title_count: titles of the type that it lists
with

lists as (
    select
        concat_ws(' · ', source, service, region, nullif(access, 'subscription')) as series,
        *,
    from staging.stg_lists__lists
    where is_complete
),

-- How much each service shows by which way to watch.
ways as (
    select service, region, access, max(title_count) as title_count
    from staging.stg_lists__lists
    group by service, region, access
    union all
    select service, region, access, count(distinct tmdb_id)
    from staging.stg_providers__offers
    group by service, region, access
),

included_ways as (
    select *
    from ways
    where access in ('subscription', 'ads', 'free')
    qualify title_count >= 0.1 * max(title_count) over (partition by service, region)
),

main_ways as (
    select
        service,
        region,
        min_by(access, list_position(['subscription', 'ads', 'free'], access)) as access,
    from included_ways
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
