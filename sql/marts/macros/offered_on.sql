-- One row per title, service and region: whether it is offered there on a day, is not, or was not
-- observed. Asked as `from marts.offered_on('2026-11-16') where service = 'Hulu'`. Each title has a
-- row for every service and region of which there is a complete list, and wherever any source
-- speaks of it; of other places nothing was ever observed. Between two observations the state is
-- that of the spells (marts.offers). After the newest it is carried forward for as many days as the
-- settings' freshness gives the source (14 where they say nothing of it). A stated window holds
-- until its end.
-- key: title_id, service, region
-- parameters:
--   day: the day that is asked for, as a date or as text such as '2026-11-16'
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   state: 'offered'; 'not offered' (a complete list of the service's main plan, see is_main in
--     core.offer_list, in the region and of the type, or a whole reading of the title covers the
--     day, and no spell does); or 'not observed'
--   accesses: of what is offered, how, separated by commas (see marts.offers)
--   seen_on: the observation that the state rests on: the newest by that day, else the first after
--     it; null where nothing was observed
with

evidence as (
    select
        evidence.title_id,
        evidence.service,
        evidence.region,
        evidence.access,
        evidence.kind,
        evidence.source,
        evidence.seen_from as seen_on,
        evidence.seen_from + sources.carry_days as carried_until,
    from core.offer_evidence as evidence
    inner join core.offer_source as sources using (source)
    where evidence.region is not null and evidence.kind <> 'period'
),

spells as (
    select *
    from core.offer
    where offered_from <= day::date and (offered_until is null or offered_until > day::date)
),

sighted as (
    select
        spells.title_id,
        spells.service,
        spells.region,
        spells.access,
        max(evidence.seen_on) filter (evidence.seen_on <= day::date) as seen_by,
        max(evidence.carried_until) as carried_until,
    from spells
    inner join evidence
        on
            spells.title_id = evidence.title_id
            and spells.service = evidence.service
            and spells.region = evidence.region
            and spells.access = evidence.access
    where
        evidence.kind in ('listed', 'stated')
        and evidence.seen_on between spells.first_seen_on and spells.last_seen_on
    group by spells.title_id, spells.service, spells.region, spells.access
),

-- A spell holds between two observations, and for some days after its newest. An end that only
-- another source suggests is none that was observed.
held as (
    select
        spells.title_id,
        spells.service,
        spells.region,
        spells.access,
        coalesce(sighted.seen_by, spells.first_seen_on) as seen_on,
        coalesce(spells.end_known in ('stated', 'list', 'reading'), false)
        or spells.last_seen_on > day::date
        or coalesce(sighted.carried_until >= day::date, false) as holds,
    from spells
    left join sighted using (title_id, service, region, access)
),

offered as (
    select
        title_id,
        service,
        region,
        bool_or(holds) as is_offered,
        string_agg(access, ', ' order by access) filter (holds) as accesses,
        max(seen_on) filter (holds) as seen_on,
    from held
    group by title_id, service, region
),

-- A list of a plan with advertisements says nothing of the plan without.
series as (
    select
        lists.service,
        lists.region,
        lists.type,
        lists.series,
        min(lists.seen_on) as first_on,
        max(lists.seen_on) filter (lists.seen_on <= day::date) as seen_by,
        max(lists.seen_on + sources.carry_days) as carried_until,
    from core.offer_list as lists
    inner join core.offer_source as sources using (source)
    where lists.is_main
    group by lists.service, lists.region, lists.type, lists.series
),

listed as (
    select service, region, type, max(seen_by) as seen_on
    from series
    where day::date between first_on and carried_until
    group by service, region, type
),

readings as (
    select
        title_id,
        service,
        region,
        source,
        max(seen_on) filter (kind = 'absent' and seen_on <= day::date) as absent_on,
        max(carried_until) as carried_until,
    from evidence
    where source in (select source from evidence where kind = 'absent')
    group by title_id, service, region, source
),

absent as (
    select title_id, service, region, max(absent_on) as seen_on
    from readings
    where absent_on is not null and day::date <= carried_until
    group by title_id, service, region
),

asked as (
    select titles.title_id, places.service, places.region
    from core.title as titles
    cross join core.offer_place as places
    where places.listed_on is not null
    union
    select title_id, service, region from core.offer
    union
    select title_id, service, region from readings
)

select
    titles.title_id,
    titles.type,
    titles.title,
    asked.service,
    asked.region,
    case
        when offered.is_offered then 'offered'
        when offered.title_id is not null then 'not observed'
        when listed.seen_on is not null or absent.seen_on is not null then 'not offered'
        else 'not observed'
    end as state,
    offered.accesses,
    case state
        when 'offered' then offered.seen_on
        when 'not offered' then greatest(listed.seen_on, absent.seen_on)
    end as seen_on,
from asked
inner join core.title as titles using (title_id)
left join offered using (title_id, service, region)
left join listed using (service, region, type)
left join absent using (title_id, service, region)
