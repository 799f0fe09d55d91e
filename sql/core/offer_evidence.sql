-- One row per title, service, region, access, kind, source and day or period that it speaks of.
-- key: title_id, service, region (may be null), access (may be null), kind, load_id, seen_from
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code; null where the source says only that it was somewhere
--   access: 'subscription', 'channel', 'free', 'ads', 'rent' or 'buy'; null of an absence from all
--   kind: 'listed' (seen that day), 'stated' (the service or the team says from when until when),
--     'replaced' (so it was stated, in a file whose newer version names another end),
--     'absent' (a whole reading of the title lacks the service that day) or 'period' (it was there
--     at some time within the period)
--   series: the series of lists that it comes from, see core.offer_list, or the files that replace
--     each other; null of other sources
--   source: who says so
--   seen_from: the day that the source speaks of; of a statement the day that it was first made, of
--     a period its first day
--   seen_until: the same day; of a statement the day on which it was last found there, of a period
--     its last
--   offered_from: since when the source says that it is offered
--   offered_until: the first day on which it is offered no more, as stated
--   load_id: the file's load, see ops.loads
with

titles as (
    select title_id, type, tmdb_id from core.described_title
),

catalogues as (
    select
        title_id,
        type,
        service,
        region,
        'subscription' as access,
        'listed' as kind,
        'catalogue list' as source,
        snapshot_on as seen_from,
        -- Of a title that was dated after its list the day is wrong.
        if(added_on <= snapshot_on, added_on, null) as offered_from,
        load_id,
    from core.catalogue_entry
),

of_justwatch as (
    select
        named.title_id,
        listed.type,
        listed.service,
        listed.region,
        'subscription' as access,
        'listed' as kind,
        'justwatch list' as source,
        listed.seen_on as seen_from,
        listed.load_id,
    from staging.stg_justwatch__listings as listed
    inner join core.named_title as named using (load_id, row_number)
    where listed.service is not null
),

of_tmdb as (
    select
        titles.title_id,
        titles.type,
        listed.service,
        listed.region,
        listed.access,
        'listed' as kind,
        'tmdb list' as source,
        listed.seen_on as seen_from,
        listed.load_id,
    from staging.stg_lists__titles as listed
    inner join titles using (type, tmdb_id)
),

listed as (
    select * from catalogues
    union all by name
    select * from of_justwatch
    union all by name
    select * from of_tmdb
),

-- Only what comes from complete lists belongs to a series; a partial one proves presence alone.
in_series as (
    select listed.* replace (any_value(listed.offered_from) as offered_from), lists.series
    from listed
    left join core.offer_list as lists
        on
            listed.source = lists.source
            and listed.service = lists.service
            and listed.region = lists.region
            and listed.type = lists.type
            and listed.seen_from = lists.seen_on
            and listed.access = lists.access
    group by all
),

read as (
    select
        titles.title_id,
        titles.type,
        offers.service,
        offers.region,
        offers.access,
        'listed' as kind,
        offers.source,
        offers.seen_on as seen_from,
        offers.load_id,
    from staging.stg_providers__offers as offers
    inner join titles using (type, tmdb_id)
    group by all
),

stated as (
    select
        named.title_id,
        titles.type,
        offers.service,
        offers.region,
        offers.access,
        if(offers.is_replaced, 'replaced', 'stated') as kind,
        'offers · ' || offers.series as series,
        'offers' as source,
        offers.first_seen_on as seen_from,
        offers.seen_on as seen_until,
        offers.offered_from,
        offers.offered_until,
        offers.load_id,
    from staging.stg_offers__titles as offers
    inner join core.named_title as named using (load_id, row_number)
    inner join titles using (title_id)
    -- Of two windows in one file the later one.
    qualify
        row_number() over (
            partition by
                named.title_id, offers.service, offers.region, offers.access, offers.load_id
            order by offers.offered_from desc nulls last, offers.offered_until desc nulls first
        ) = 1
),

known_offers as (
    select distinct title_id, service, region from in_series
    union
    select title_id, service, region from read
),

-- A whole reading of a title without a service that had it, or has it in another source.
absent as (
    select
        titles.title_id,
        titles.type,
        known_offers.service,
        readings.region,
        'absent' as kind,
        'tmdb details' as source,
        readings.seen_on as seen_from,
        readings.load_id,
    from staging.stg_providers__readings as readings
    inner join titles using (type, tmdb_id)
    inner join known_offers using (title_id, region)
    anti join read
        on
            titles.title_id = read.title_id
            and known_offers.service = read.service
            and readings.region = read.region
            and readings.seen_on = read.seen_from
            and read.source = 'tmdb details'
    group by all
),

-- What was watched or ranked was there: somewhere, or in the country of the list.
watched as (
    select
        named.title_id,
        'engagement report' as source,
        null::varchar as region,
        reported.period_start as seen_from,
        (reported.period_start + interval 6 month - interval 1 day)::date as seen_until,
        reported.load_id,
    from staging.stg_engagement__titles as reported
    inner join core.named_title as named using (load_id, row_number)
    group by all
    union all by name
    select
        named.title_id,
        'top 10' as source,
        weeks.country_code as region,
        weeks.week - 6 as seen_from,
        weeks.week as seen_until,
        weeks.load_id,
    from staging.stg_top10__weeks as weeks
    inner join core.named_title as named using (load_id, row_number)
    group by all
),

periods as (
    select
        watched.*,
        titles.type,
        'Netflix' as service,
        'subscription' as access,
        'period' as kind,
    from watched
    inner join titles using (title_id)
),

evidence as (
    select * from in_series
    union all by name
    select * from read
    union all by name
    select * from stated
    union all by name
    select * from absent
    union all by name
    select * from periods
)

select
    title_id,
    type,
    service,
    region,
    access,
    kind,
    series,
    source,
    seen_from,
    coalesce(seen_until, seen_from) as seen_until,
    offered_from,
    offered_until,
    load_id,
from evidence
order by title_id, service, region, seen_from, kind
