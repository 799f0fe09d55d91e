-- One row per offer that ends within 90 days of the run's day, as its service states.
-- key: title_id, service, region, access, offered_from
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   access: as in marts.offers
--   offered_from: first day; it may lie ahead
--   offered_until: first day on which it is offered no more
--   days_left: days from the run's day until then
--   within_days: 30, 60 or 90: the shortest of these that it leaves within
--   last_seen_on: the newest list, reading or statement that has it
--   sources: who has it, by name, separated by commas
with

ending as (
    select *, offered_until - getvariable('as_of') as days_left
    from marts.offers
    where end_known = 'stated'
)

select
    title_id,
    type,
    title,
    service,
    region,
    access,
    offered_from,
    offered_until,
    days_left,
    case
        when days_left <= 30 then 30
        when days_left <= 60 then 60
        else 90
    end as within_days,
    last_seen_on,
    sources,
from ending
where days_left between 1 and 90
order by offered_until, title, title_id, service, region, access
