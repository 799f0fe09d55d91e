-- One row per service and region that is compared: its newest complete list, and what came and left
-- with it.
-- key: service, region
-- columns:
--   service: ours, a rival, or another of which there is a complete list
--   region: ISO 3166 alpha-2 code
--   role: 'ours' (the service of the settings, in any region), 'rival' or 'other'
--   is_catalogue: whether it is the service and region of the settings
--   seen_on: the day of its newest complete list: of what its subscription shows or, where that is
--     hardly anything, with advertisements or for free; null where it was never seen whole
--   previous_on: the list before it in the same series; null for the first, which changes nothing
--   source: whose list it is
--   title_count: titles in that list
--   arrived_count: titles that the list before lacks; null for a first list
--   departed_count: titles of the list before that have left beyond doubt; null for a first list
--   missing_count: titles of the list before that this one lacks, but that may be back within
--     flicker_days; null for a first list
--   days_old: days from the list to the day of the run
--   fresh_days: days for which the settings' freshness takes a list for how things stand
--   is_fresh: whether the list is no older; null where there is none
with

places as (
    select service, region, role from core.offer_place where is_compared
),

lists as (
    select *
    from core.offer_list
    where is_main
    qualify seen_on = max(seen_on) over (partition by service, region)
),

newest as (
    select
        lists.service,
        lists.region,
        max(lists.seen_on) as seen_on,
        max(lists.previous_on) as previous_on,
        string_agg(distinct lists.source, ', ' order by lists.source) as source,
        sum(lists.title_count)::bigint as title_count,
        max(sources.carry_days) as fresh_days,
    from lists
    left join core.offer_source as sources using (source)
    group by lists.service, lists.region
),

changes as (
    select
        title_id,
        service,
        region,
        seen_on,
        if(is_confirmed, change, 'missing') as change,
    from core.service_change
    where change = 'arrived' or known = 'list'
),

-- A title that leaves and comes on one day stays.
changed as (
    select title_id, service, region, any_value(change) as change
    from changes
    inner join newest using (service, region, seen_on)
    group by title_id, service, region
    having count(distinct change) = 1
),

counted as (
    select
        service,
        region,
        count(*) filter (change = 'arrived') as arrived_count,
        count(*) filter (change = 'departed') as departed_count,
        count(*) filter (change = 'missing') as missing_count,
    from changed
    group by service, region
)

select
    places.service,
    places.region,
    places.role,
    places.role = 'ours' and places.region = getvariable('catalogue_region') as is_catalogue,
    newest.seen_on,
    newest.previous_on,
    newest.source,
    newest.title_count,
    if(newest.previous_on is null, null, coalesce(counted.arrived_count, 0)) as arrived_count,
    if(newest.previous_on is null, null, coalesce(counted.departed_count, 0)) as departed_count,
    if(newest.previous_on is null, null, coalesce(counted.missing_count, 0)) as missing_count,
    getvariable('as_of') - newest.seen_on as days_old,
    newest.fresh_days,
    days_old <= newest.fresh_days as is_fresh,
from places
left join newest using (service, region)
left join counted using (service, region)
order by is_catalogue desc, places.role = 'rival' desc, places.service, places.region
