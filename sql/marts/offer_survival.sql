-- One row per service, region, access, type and whole months: how many titles stay longer.
-- Kaplan and Meier's product-limit estimate (1958) by days, since most spells have not ended: one
-- that lasts counts for as long as it was seen. A spell whose first day is stated, but that was
-- found only later, enters late, at its age by then (left truncation; Tsai, Jewell and Wang, 1987),
-- since those that had ended by then were never seen. One that was there at first sight has no
-- known age and is left out. An end between two lists counts on the day of the second; one that is
-- not confirmed, or that only another source suggests, is no end.
-- key: service, region, access, type, months
-- columns:
--   service: ours, a rival, or another of which there is a complete list
--   region: ISO 3166 alpha-2 code
--   access: as in marts.offers
--   type: 'movie' or 'series'
--   months: months since the first day, from 0; each has a twelfth of 365.25 days
--   at_risk: spells that were followed when the last of these months began
--   ended: spells that ended in it
--   survival: estimated share of titles that stay longer than these months, 0 to 1; where few are
--     at risk it says little, and once it is 0 it stays so
--   standard_error: of survival, by Greenwood's formula (1926)
with

spells as (
    select
        offers.service,
        offers.region,
        offers.access,
        offers.type,
        offers.offered_from,
        coalesce(
            offers.end_known <> 'other source'
            and offers.is_confirmed
            and offers.offered_until <= getvariable('as_of'),
            false
        ) as has_ended,
        case
            when has_ended then offers.offered_until
            -- As stated, it is there until then.
            when offers.end_known = 'stated' then getvariable('as_of')
            else offers.last_seen_on
        end as followed_until,
        -- Seen from its beginning, or stated whole; else from the day it was found.
        offers.start_known = 'listed'
        or offers.started_after is not null
        or (has_ended and offers.offered_until <= offers.first_seen_on)
        or offers.first_seen_on <= offers.offered_from as is_seen_whole,
        if(is_seen_whole, 0, offers.first_seen_on - offers.offered_from) as entered,
        followed_until - offers.offered_from as lasted,
    from marts.offers as offers
    inner join core.offer_place as places using (service, region)
    where
        places.is_compared
        and offers.start_known <> 'first sight'
        and offers.offered_from <= getvariable('as_of')
),

moves as (
    select
        service,
        region,
        access,
        type,
        unnest([entered, lasted]) as days,
        unnest([1, 0]) as entering,
        unnest([0, has_ended::integer]) as ending,
        unnest([0, 1]) as going,
    from spells
    where lasted > entered
),

by_day as (
    select
        service,
        region,
        access,
        type,
        days,
        ceil(days / (365.25 / 12))::integer as months,
        sum(entering) as entering,
        sum(ending) as ending,
        sum(going) as going,
    from moves
    group by all
),

-- Who enters on a day is at risk from the next on; who goes on a day was at risk on it.
risked as (
    select
        *,
        sum(entering - going) over (
            partition by service, region, access, type
            order by days
            rows between unbounded preceding and 1 preceding
        ) as followed,
    from by_day
),

by_month as (
    select
        service,
        region,
        access,
        type,
        months,
        sum(entering - going) as change,
        sum(ending) as ended,
        product(if(ending = 0, 1, 1 - ending / followed)) as staying,
        sum(if(ending = 0, 0, ending / (followed * nullif(followed - ending, 0)))) as variance,
    from risked
    group by service, region, access, type, months
),

-- Months in which nothing moves are rows too.
months as (
    select
        service,
        region,
        access,
        type,
        unnest(generate_series(0, max(months))) as months,
    from by_month
    group by service, region, access, type
)

select
    service,
    region,
    access,
    type,
    months::integer as months,
    if(months = 0, change, sum(change) over before)::bigint as at_risk,
    coalesce(ended, 0)::bigint as ended,
    product(coalesce(staying, 1)) over so_far as survival,
    survival * sqrt(coalesce(sum(variance) over so_far, 0)) as standard_error,
from months
left join by_month using (service, region, access, type, months)
window
    so_far as (
        partition by service, region, access, type
        order by months
    ),
    before as (
        partition by service, region, access, type
        order by months
        rows between unbounded preceding and 1 preceding
    )
order by service, region, access, type, months
