-- title: How long titles stay
-- lede: What share of the films and series of each service stays half a year, one year, two years?
-- finding: On {place}, {after_12} of the {kinds} stay longer than a year; {ended_count|end was|ends
--    were} seen.
-- column: place | Service | text
-- column: type | Type | kind
-- column: after_6 | Over 6 months | share
-- column: at_risk_6 | + | text
-- column: after_12 | Over 12 months | share
-- column: at_risk_12 | + | text
-- column: after_24 | Over 24 months | share
-- column: at_risk_24 | + | text
-- column: ended_count | Ends seen | integer
-- column: kinds | - | text
-- order: the catalogue first, then rivals and others
-- note: Kaplan and Meier's estimate, which counts titles that are still there for as long as they
--    were seen. A title that was there at first sight has no known age and is left out. An end
--    counts on the day of the first list without it, so that between two lists far apart none is
--    seen. A dash stands where fewer than 30 titles were followed for so long.
-- empty: Of no title is it known when it came and how long it stayed.
-- param: fewest = 30
with

lists as (
    select service, region, role, is_catalogue from marts.service_lists
),

-- Of the plan that a service is known for.
stays as (
    select *, if(at_risk >= $fewest, survival, null) as share
    from marts.offer_survival
    qualify
        access = min_by(access, list_position(['subscription', 'ads', 'free'], access))
            over (partition by service, region)
),

beside as (
    select
        lists.service || ' ' || lists.region as place,
        stays.type,
        any_value(lists.is_catalogue) as is_catalogue,
        any_value(lists.role = 'rival') as is_rival,
        max(stays.share) filter (stays.months = 6) as after_6,
        format('{:,} followed', max(stays.at_risk) filter (stays.months = 6)) as at_risk_6,
        max(stays.share) filter (stays.months = 12) as after_12,
        format('{:,} followed', max(stays.at_risk) filter (stays.months = 12)) as at_risk_12,
        max(stays.share) filter (stays.months = 24) as after_24,
        format('{:,} followed', max(stays.at_risk) filter (stays.months = 24)) as at_risk_24,
        sum(stays.ended)::bigint as ended_count,
    from stays
    inner join lists using (service, region)
    group by all
)

select
    place,
    type,
    after_6,
    at_risk_6,
    after_12,
    at_risk_12,
    after_24,
    at_risk_24,
    ended_count,
    if(type = 'movie', 'films', 'series') as kinds,
from beside
order by is_catalogue desc, is_rival desc, place, type
