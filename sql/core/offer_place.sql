-- One row per service and region of which anything is known.
-- key: service, region
-- columns:
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   role: 'ours' (the service of the settings, in any region), 'rival' (one of its rivals there) or
--     'other'
--   listed_on: the day of the newest complete list; null where there is none
--   seen_on: the day of the newest list, reading or statement that has a title there
--   is_compared: whether the marts that compare services have it: ours, a rival, or one with a
--     complete list; of the others, readings show only what was looked up for other reasons
with

listed as (
    select service, region, max(seen_on) as listed_on
    from core.offer_list
    group by service, region
),

offered as (
    select service, region, max(last_seen_on) as seen_on
    from core.offer
    group by service, region
),

places as (
    select
        service,
        region,
        case
            when service = getvariable('catalogue_service') then 'ours'
            when list_contains(getvariable('rivals'), service) then 'rival'
            else 'other'
        end as role,
        listed_on,
        greatest(seen_on, listed_on) as seen_on,
    from listed
    full join offered using (service, region)
)

select
    *,
    role <> 'other' or listed_on is not null as is_compared,
from places
order by service, region
