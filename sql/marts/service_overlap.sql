-- One row per region and rival: how many titles the service of the settings and the rival share.
-- key: region, rival
-- columns:
--   region: ISO 3166 alpha-2 code
--   service: the service of the settings
--   rival: one of its rivals
--   title_count: titles that are offered on the service, by subscription, with ads or free
--   rival_title_count: titles that are offered on the rival; null where it was never observed there
--   shared_count: titles that both offer
--   only_here_count: titles of the service that this rival does not have
--   only_there_count: titles of the rival that the service does not have
--   on_no_rival_count: titles of the service that no rival has, of those observed there
--   seen_on: the newest complete list of the service there, else its newest reading
--   rival_seen_on: the same of the rival; an old day means that the counts are of that day
with

places as (
    select *, coalesce(listed_on, seen_on) as counted_on from core.offer_place
),

offered as (
    select distinct title_id, service, region
    from marts.offers
    where is_offered and is_included
),

ours as (
    select offered.title_id, offered.region, places.service, places.counted_on
    from offered
    inner join places using (service, region)
    where places.role = 'ours'
),

theirs as (
    select offered.title_id, offered.region, places.service as rival
    from offered
    inner join places using (service, region)
    where places.role = 'rival'
),

ours_counted as (
    select
        region,
        service,
        counted_on,
        count(*) as title_count,
        count(*) filter (
            (title_id, region) not in (select (title_id, region) from theirs)
        ) as on_no_rival_count,
    from ours
    group by all
),

theirs_counted as (
    select
        theirs.region,
        theirs.rival,
        count(*) as rival_title_count,
        count(ours.title_id) as shared_count,
    from theirs
    left join ours using (title_id, region)
    group by all
),

pairs as (
    select ours_counted.*, rivals.rival
    from ours_counted
    cross join (select unnest(getvariable('rivals')::varchar[]) as rival) as rivals
)

select
    pairs.region,
    pairs.service,
    pairs.rival,
    pairs.title_count,
    if(places.service is null, null, coalesce(theirs_counted.rival_title_count, 0))
        as rival_title_count,
    if(places.service is null, null, coalesce(theirs_counted.shared_count, 0)) as shared_count,
    pairs.title_count - shared_count as only_here_count,
    rival_title_count - shared_count as only_there_count,
    pairs.on_no_rival_count,
    pairs.counted_on as seen_on,
    places.counted_on as rival_seen_on,
from pairs
left join places on pairs.rival = places.service and pairs.region = places.region
left join theirs_counted
    on pairs.rival = theirs_counted.rival and pairs.region = theirs_counted.region
order by pairs.region, rival_title_count desc nulls last, pairs.rival
