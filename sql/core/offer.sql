-- One row per title, service, region, access and unbroken spell of being offered, where the region
-- is known: that a title was somewhere makes no spell.
-- key: title_id, service, region, access, offered_from
-- columns:
--   title_id: stable key of the title
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   access: 'subscription', 'channel', 'free', 'ads', 'rent' or 'buy'
--   offered_from: first day: as stated, else the first on which a source has it
--   offered_until: first day without it: as stated (also ahead of today), else that of the first
--     list or reading that lacks it; null while it lasts
--   first_seen_on: first list, reading or statement that has it
--   last_seen_on: last list, reading or statement that has it
--   start_known: 'stated' (the service says so), 'listed' (a list or reading before it lacks it) or
--     'first sight' (it was there when its sources first looked)
--   started_after: the last list or reading before the spell that lacks it, of those that have it
--     later; null at first sight
--   end_known: 'stated', 'list' (a later complete list of the same series lacks it), 'reading' (a
--     later reading of the same source does) or 'other source' (only sources that never had it
--     lack it); null while it lasts
--   is_confirmed: whether the end is beyond doubt: false until flicker_days have passed since a
--     list or reading first lacked it
--   sources: who has it, by name
with

lists as (
    select * from core.offer_list
),

evidence as (
    select * from core.offer_evidence where region is not null
),

-- As in core.offer_gap: a whole reading with a title under one access lacks it under the others.
absent as (
    select title_id, service, region, access, source, seen_from as missing_on
    from evidence
    where kind = 'absent'
    union
    select title_id, service, region, null, source, seen_from
    from evidence
    where
        kind = 'listed'
        and series is null
        and source in (select source from evidence where kind = 'absent')
),

-- Each ends one spell and, where the title came back, begins the next.
ends as (
    select
        *,
        lag(back_on) over (
            partition by title_id, service, region, access
            order by back_on nulls last
        ) as began_on,
    from core.offer_gap
    where is_end
),

beginnings as (
    select
        * exclude (began_on),
        back_on as began_on,
        lead(back_on, 1, date '9999-12-31') over (
            partition by title_id, service, region, access
            order by back_on
        ) as next_began_on,
    from ends
    where back_on is not null
),

sightings as (
    select
        title_id,
        service,
        region,
        access,
        type,
        series,
        source,
        seen_from as starts_on,
        seen_from as first_seen_on,
        seen_from as last_seen_on,
        offered_from as listed_since,
        false as is_stated,
    from evidence
    where kind = 'listed'
    union all by name
    select
        title_id,
        service,
        region,
        access,
        type,
        source,
        offered_from as starts_on,
        first_stated_on as first_seen_on,
        last_stated_on as last_seen_on,
        is_start_stated as is_stated,
    from core.offer_statement
),

-- The spell of a sighting is the last that began by then; the first began with its first sighting.
placed as (
    select
        sightings.*,
        beginnings.began_on,
    from sightings
    left join beginnings
        on
            sightings.title_id = beginnings.title_id
            and sightings.service = beginnings.service
            and sightings.region = beginnings.region
            and sightings.access = beginnings.access
            and sightings.starts_on >= beginnings.began_on
            and sightings.starts_on < beginnings.next_began_on
),

spells as (
    select
        title_id,
        service,
        region,
        access,
        began_on,
        any_value(type) as type,
        min(starts_on) as starts_on,
        min(first_seen_on) as first_seen_on,
        max(last_seen_on) as last_seen_on,
        min(starts_on) filter (is_stated) as stated_from,
        arg_min(listed_since, starts_on) as listed_since,
        list_sort(list_distinct(list(source))) as sources,
        list_distinct(list(series)) as serieses,
    from placed
    group by title_id, service, region, access, began_on
),

-- Beside each spell, how the one before it ended.
followed as (
    select
        spells.*,
        beginnings.seen_on as ended_seen_on,
        beginnings.missing_on as ended_on,
        beginnings.known as ended_known,
    from spells
    left join beginnings using (title_id, service, region, access, began_on)
),

-- The last list before a day is the same for all titles of a series and type.
lists_before as (
    select days.series, days.type, days.starts_on, lists.seen_on as list_before
    from (
        select distinct unnest(serieses) as series, type, starts_on from spells
    ) as days
    asof inner join lists
        on
            days.series = lists.series
            and days.type = lists.type
            and days.starts_on > lists.seen_on
),

missed as (
    select spells.*, lists_before.list_before as missing_on
    from (select *, unnest(serieses) as series from followed) as spells
    inner join lists_before using (series, type, starts_on)
    union all by name
    select spells.*, absent.missing_on
    from followed as spells
    inner join absent
        on
            spells.title_id = absent.title_id
            and spells.service = absent.service
            and spells.region = absent.region
            and (spells.access = absent.access or absent.access is null)
            and list_contains(spells.sources, absent.source)
            and spells.starts_on > absent.missing_on
),

last_missed as (
    select title_id, service, region, access, starts_on, max(missing_on) as missing_on
    from missed
    where ended_seen_on is null or missing_on > ended_seen_on
    group by all
),

-- A day that a list states counts where it lies after all that speaks against it.
begun as (
    select
        followed.*,
        greatest(last_missed.missing_on, if(ended_known = 'stated', ended_on, null))
            as started_after,
        coalesce(
            listed_since <= starts_on
            and listed_since > coalesce(
                greatest(started_after, ended_on, ended_seen_on),
                date '0001-01-01'
            ),
            false
        ) as is_listed_since,
    from followed
    left join last_missed using (title_id, service, region, access, starts_on)
)

select
    begun.title_id,
    begun.service,
    begun.region,
    begun.access,
    if(is_listed_since, least(listed_since, starts_on), starts_on) as offered_from,
    ends.missing_on as offered_until,
    begun.first_seen_on,
    begun.last_seen_on,
    case
        when is_listed_since or stated_from = starts_on then 'stated'
        when started_after is not null then 'listed'
        else 'first sight'
    end as start_known,
    started_after,
    ends.known as end_known,
    ends.known is null
    or ends.known = 'stated'
    or ends.back_on is not null
    or getvariable('as_of') > ends.missing_on + getvariable('flicker_days') as is_confirmed,
    sources,
from begun
left join ends
    on
        begun.title_id = ends.title_id
        and begun.service = ends.service
        and begun.region = ends.region
        and begun.access = ends.access
        and begun.began_on is not distinct from ends.began_on
order by begun.title_id, service, region, access, offered_from

