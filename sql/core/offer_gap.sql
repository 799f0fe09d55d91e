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

-- A stream is a series of lists, or one source's readings: what may be missed only there where it
-- was before.
listed as (
    select
        title_id,
        service,
        region,
        access,
        type,
        coalesce(series, source) as stream,
        seen_from as seen_on,
        max(seen_from + carry_days) as fresh_until,
    from evidence
    inner join core.offer_source using (source)
    where kind = 'listed'
    group by all
),

reading_sources as (
    select distinct source as stream from evidence where kind = 'absent'
),

-- A whole reading that has a title under one access lacks it under the others.
absent as (
    select distinct title_id, service, region, access, source as stream, seen_from as missing_on
    from evidence
    where kind = 'absent'
    union
    select title_id, service, region, null, source, seen_from
    from evidence
    where
        kind = 'listed'
        and series is null
        and source in (select stream from reading_sources)
),

series_lists as (
    select distinct service, region, type, series from lists
),

series_access as (
    select distinct series, access from evidence where kind = 'listed'
),

sightings as (
    select
        *,
        seen_on as starts_on,
        null::date as stated_until,
        seen_on > min(seen_on) over (partition by title_id, service, region, access, stream)
            as was_in_stream,
        false as is_stated_start,
    from listed
    union all by name
    select
        title_id,
        service,
        region,
        access,
        type,
        offered_from as starts_on,
        coalesce(offered_until, date '9999-12-31') as stated_until,
        is_start_stated as is_stated_start,
    from statements
),

days as (
    select
        title_id,
        service,
        region,
        access,
        starts_on,
        any_value(type) as type,
        max(seen_on) as seen_on,
        max(fresh_until) as fresh_until,
        max(stated_until) as stated_until,
        bool_or(was_in_stream) as was_in_stream,
        bool_or(is_stated_start) as is_stated_start,
    from sightings
    group by title_id, service, region, access, starts_on
),

-- What stood at each sighting: the last day it was seen, the last end that was stated, the next
-- sighting.
gaps as (
    select
        title_id,
        service,
        region,
        access,
        type,
        max(days.seen_on) over so_far as seen_on,
        max(fresh_until) over so_far as fresh_until,
        max(stated_until) over so_far as stated_until,
        lead(starts_on) over by_day as back_on,
        lead(was_in_stream) over by_day as is_back_in_stream,
        lead(is_stated_start) over by_day as is_stated_start,
    from days
    window
        by_day as (partition by title_id, service, region, access order by starts_on),
        so_far as (
            partition by title_id, service, region, access
            order by starts_on
            rows unbounded preceding
        )
    qualify
        stated_until is distinct from date '9999-12-31'
        and (back_on is null or back_on > greatest(seen_on, stated_until))
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
        from gaps
        where seen_on is not null
    ) as days
    inner join series_lists using (service, region, type)
    asof inner join lists
        on
            series_lists.series = lists.series
            and days.type = lists.type
            and days.seen_on < lists.seen_on
),

absences as (
    select distinct
        absent.* replace (keys.access as access),
    from absent
    inner join (select distinct title_id, service, region, access from gaps) as keys
        on
            absent.title_id = keys.title_id
            and absent.service = keys.service
            and absent.region = keys.region
            and (absent.access = keys.access or absent.access is null)
),

silences as (
    select gaps.*, next_lists.series as stream, next_lists.next_on as missing_on, 'list' as known
    from gaps
    inner join next_lists using (service, region, type, seen_on)
    inner join series_access
        on next_lists.series = series_access.series and gaps.access = series_access.access
    where next_lists.next_on < gaps.back_on or gaps.back_on is null
    union all by name
    select gaps.*, absences.stream, absences.missing_on, 'reading' as known
    from gaps
    cross join reading_sources
    asof inner join absences
        on
            gaps.title_id = absences.title_id
            and gaps.service = absences.service
            and gaps.region = absences.region
            and gaps.access = absences.access
            and reading_sources.stream = absences.stream
            and gaps.seen_on < absences.missing_on
    where absences.missing_on < gaps.back_on or gaps.back_on is null
),

-- A silence of those that had it before is a departure, unless it is soon back. That of others says
-- only that it is not with them: an end where nobody has it any more, or where it arrives with them
-- later and with nobody who had it before.
judged as (
    select
        silences.title_id,
        silences.service,
        silences.region,
        silences.access,
        silences.back_on,
        min({ 'missing_on': missing_on, 'known': known }) filter (first_on <= silences.seen_on)
            as departure,
        min(missing_on) filter (
            coalesce(first_on > silences.seen_on, true)
            and (
                silences.back_on is null
                or (
                    not is_back_in_stream
                    and back.seen_on is not null
                    and silences.back_on > missing_on + getvariable('flicker_days')
                )
            )
        ) as not_with_others_on,
    from silences
    left join (
        select title_id, service, region, access, stream, min(seen_on) as first_on
        from listed
        group by all
    ) as firsts using (title_id, service, region, access, stream)
    left join listed as back
        on
            silences.title_id = back.title_id
            and silences.service = back.service
            and silences.region = back.region
            and silences.access = back.access
            and silences.stream = back.stream
            and silences.back_on = back.seen_on
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
            gaps.title_id = judged.title_id
            and gaps.service = judged.service
            and gaps.region = judged.region
            and gaps.access = judged.access
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
    title_id,
    service,
    region,
    access,
    seen_on,
    if(is_end and is_seen_late, stated_until, first_missing_on) as missing_on,
    back_on,
    if(is_end and is_seen_late, 'stated', first_known) as known,
    is_end,
from explained
where first_missing_on is not null and (is_end or first_known in ('list', 'reading'))
order by title_id, service, region, access, missing_on
