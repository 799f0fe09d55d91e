-- One row per title, service, region, access and time in which it was found missing after it had
-- been there, or after a stated end: whether that ended a spell, or was taken back in flicker_days.
-- key: title_id, service, region, access, back_on (may be null)
-- columns:
--   title_id: stable key of the title
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   access: as in core.offer_evidence
--   seen_on: the last day that a list or reading had it before; null where only a statement did
--   missing_on: the first day without it: of the first list or reading that lacks it, or as stated
--   back_on: the day it was there again; null while it is not
--   known: 'list' or 'reading' (one that had it before lacks it), 'stated' (its end was stated) or
--     'other source' (only lists or readings that never had it lack it, or a statement names a
--     later beginning)
--   is_end: whether it ends a spell; else it was back within flicker_days of missing_on
with

lists as (
    select * from core.offer_list
),

evidence as (
    select * from core.offer_evidence where region is not null
),

statements as (
    select * from core.offer_statement
),

-- Numbers are quicker to sort than four texts. Given once: nothing says that they would be the same
-- again.
offers as materialized (
    select
        row_number() over () as offer_number,
        title_id,
        service,
        region,
        access,
        any_value(type) as type,
    from (
        select distinct title_id, service, region, access, type
        from evidence
        where kind in ('listed', 'stated')
    )
    group by title_id, service, region, access
),

-- A stream is a series of lists, or one source's readings: what may be missed only there where it
-- was before.
listed as (
    select
        offers.offer_number,
        coalesce(evidence.series, evidence.source) as stream,
        evidence.seen_from as seen_on,
        max(evidence.seen_from + sources.carry_days) as fresh_until,
    from evidence
    inner join offers using (title_id, service, region, access)
    inner join core.offer_source as sources using (source)
    where evidence.kind = 'listed'
    group by all
),

reading_sources as (
    select distinct source from evidence where kind = 'absent'
),

-- A whole reading that has a title under one access lacks it under the others.
absent as (
    select title_id, service, region, access, source, seen_from as missing_on
    from evidence
    where kind = 'absent'
    union
    select title_id, service, region, null, source, seen_from
    from evidence
    where kind = 'listed' and series is null and source in (select source from reading_sources)
),

absences as (
    select distinct offers.offer_number, absent.source as stream, absent.missing_on
    from absent
    inner join offers
        on
            absent.title_id = offers.title_id
            and absent.service = offers.service
            and absent.region = offers.region
            and (absent.access = offers.access or absent.access is null)
),

series_lists as (
    select distinct service, region, type, series from lists
),

series_access as (
    select distinct series, access from evidence where kind = 'listed'
),

sightings as (
    select offer_number, seen_on as starts_on, seen_on, fresh_until
    from listed
    union all by name
    select
        offers.offer_number,
        statements.offered_from as starts_on,
        coalesce(statements.offered_until, date '9999-12-31') as stated_until,
        statements.is_start_stated,
    from statements
    inner join offers using (title_id, service, region, access)
),

days as (
    select
        offer_number,
        starts_on,
        max(seen_on) as seen_on,
        max(fresh_until) as fresh_until,
        max(stated_until) as stated_until,
        bool_or(is_start_stated) as is_start_stated,
    from sightings
    group by offer_number, starts_on
),

-- What stood at each sighting: the last day it was seen, the last end that was stated, the next
-- sighting.
gaps as (
    select
        offer_number,
        max(days.seen_on) over so_far as seen_on,
        max(fresh_until) over so_far as fresh_until,
        max(stated_until) over so_far as stated_until,
        lead(starts_on) over by_day as back_on,
        lead(is_start_stated) over by_day as is_stated_start,
    from days
    window
        by_day as (partition by offer_number order by starts_on),
        so_far as (
            partition by offer_number
            order by starts_on
            rows unbounded preceding
        )
    qualify
        stated_until is distinct from date '9999-12-31'
        and (back_on is null or back_on > greatest(seen_on, stated_until))
),

placed as (
    select gaps.*, offers.service, offers.region, offers.access, offers.type
    from gaps
    inner join offers using (offer_number)
),

-- The first list after a day is the same for all titles of a service, region and type.
next_lists as (
    select
        days.service,
        days.region,
        days.type,
        days.seen_on,
        lists.series,
        lists.seen_on as next_on,
    from (
        select distinct service, region, type, seen_on
        from placed
        where seen_on is not null
    ) as days
    inner join series_lists using (service, region, type)
    asof inner join lists
        on
            series_lists.series = lists.series
            and days.type = lists.type
            and days.seen_on < lists.seen_on
),

silences as (
    select
        placed.offer_number,
        placed.seen_on,
        placed.back_on,
        next_lists.series as stream,
        next_lists.next_on as missing_on,
        'list' as known,
    from placed
    inner join next_lists using (service, region, type, seen_on)
    inner join series_access
        on next_lists.series = series_access.series and placed.access = series_access.access
    where next_lists.next_on < placed.back_on or placed.back_on is null
    union all
    select
        gaps.offer_number,
        gaps.seen_on,
        gaps.back_on,
        absences.stream,
        min(absences.missing_on) as missing_on,
        'reading' as known,
    from gaps
    inner join absences
        on
            gaps.offer_number = absences.offer_number
            and gaps.seen_on < absences.missing_on
            and (absences.missing_on < gaps.back_on or gaps.back_on is null)
    group by all
),

firsts as (
    select offer_number, stream, min(seen_on) as first_on
    from listed
    where offer_number in (select offer_number from silences)
    group by offer_number, stream
),

-- Who has it again, and had it before.
returns as (
    select
        backs.offer_number,
        backs.back_on,
        firsts.stream,
        firsts.first_on < backs.back_on as had_it,
    from (select distinct offer_number, back_on from silences where back_on is not null) as backs
    inner join listed
        on backs.offer_number = listed.offer_number and backs.back_on = listed.seen_on
    inner join firsts
        on listed.offer_number = firsts.offer_number and listed.stream = firsts.stream
),

-- A silence of those that had it before is a departure, unless it is soon back. That of others says
-- only that it is not with them: an end where nobody has it any more, or where it arrives with them
-- later and with nobody who had it before.
judged as (
    select
        silences.offer_number,
        silences.back_on,
        min({ 'missing_on': silences.missing_on, 'known': silences.known }) filter (
            firsts.first_on <= silences.seen_on
        ) as departure,
        min(silences.missing_on) filter (
            coalesce(firsts.first_on > silences.seen_on, true)
            and (
                silences.back_on is null
                or (
                    returns.stream is not null
                    and not again.had_it
                    and silences.back_on > silences.missing_on + getvariable('flicker_days')
                )
            )
        ) as not_with_others_on,
    from silences
    left join firsts using (offer_number, stream)
    left join returns using (offer_number, stream, back_on)
    left join (
        select offer_number, back_on, bool_or(had_it) as had_it from returns group by all
    ) as again using (offer_number, back_on)
    group by all
),

-- Lists are late: an end that was stated stands although it is still seen for some days.
weighed as (
    select
        gaps.*,
        judged.departure,
        judged.not_with_others_on,
        coalesce(gaps.seen_on <= gaps.stated_until + getvariable('flicker_days'), false)
            as is_seen_late,
        coalesce(gaps.stated_until > gaps.seen_on, gaps.seen_on is null) as is_after_statement,
    from gaps
    left join judged
        on
            gaps.offer_number = judged.offer_number
            and gaps.back_on is not distinct from judged.back_on
),

explained as (
    select
        *,
        case
            when is_after_statement then stated_until
            when departure is not null then departure.missing_on
            when not_with_others_on is not null then not_with_others_on
            when is_stated_start and back_on > fresh_until then back_on
            when back_on is null and is_seen_late then stated_until
        end as first_missing_on,
        case
            when is_after_statement then 'stated'
            when departure is not null then departure.known
            when not_with_others_on is not null or back_on is not null then 'other source'
            else 'stated'
        end as first_known,
        back_on is null
        or back_on > first_missing_on + getvariable('flicker_days')
        or first_known = 'other source' as is_end,
    from weighed
)

select
    offers.title_id,
    offers.service,
    offers.region,
    offers.access,
    explained.seen_on,
    if(is_end and is_seen_late, stated_until, first_missing_on) as missing_on,
    explained.back_on,
    if(is_end and is_seen_late, 'stated', first_known) as known,
    explained.is_end,
from explained
inner join offers using (offer_number)
where first_missing_on is not null and (is_end or first_known in ('list', 'reading'))
order by title_id, service, region, access, missing_on
