-- One row per title, service, region and day on which it came to what the service includes, or left
-- it: by subscription, with advertisements or for free. What one of these has before the other or
-- keeps after it, neither comes nor goes.
-- key: title_id, service, region, seen_on, change, known (may be null)
-- columns:
--   title_id: stable key of the title
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   seen_on: the day of the first list or reading that has it, or lacks it
--   change: 'arrived' or 'departed'
--   known: of a departure 'list' or 'reading', as in core.offer
--   is_confirmed: whether it is beyond doubt: a title that a list lacks may be back within days
with

offers as (
    select * from core.offer where access in ('subscription', 'ads', 'free')
),

arrivals as (
    select offers.*
    from offers
    anti join offers as others
        on
            offers.title_id = others.title_id
            and offers.service = others.service
            and offers.region = others.region
            and offers.access <> others.access
            and offers.first_seen_on > others.first_seen_on
            and offers.first_seen_on <= coalesce(others.offered_until, date '9999-12-31')
    where offers.started_after is not null
),

departures as (
    select offers.*
    from offers
    anti join offers as others
        on
            offers.title_id = others.title_id
            and offers.service = others.service
            and offers.region = others.region
            and offers.access <> others.access
            and offers.offered_until >= others.first_seen_on
            and offers.offered_until < coalesce(others.offered_until, date '9999-12-31')
    where offers.end_known in ('list', 'reading')
)

select distinct
    title_id,
    service,
    region,
    first_seen_on as seen_on,
    'arrived' as change,
    null::varchar as known,
    true as is_confirmed,
from arrivals
union all
select
    title_id,
    service,
    region,
    offered_until,
    'departed',
    end_known,
    bool_and(is_confirmed),
from departures
group by all
order by seen_on, service, region, change, title_id
