-- One row per title, service, region, access, source and window that the source stands by: the
-- newest statement counts. An older one of the same source stands beside it only if its window
-- was over by then and no newer one reaches into it.
-- key: title_id, service, region, access, source, offered_from, offered_until (may be null)
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   access: as in core.offer_evidence
--   source: who states it
--   offered_from: first day of the window; where none is stated, the day of the first statement, or
--     the day before the end if that is earlier
--   offered_until: first day on which it is offered no more; null where no end is stated
--   first_stated_on: the day of the first statement of this window
--   last_stated_on: the day of the newest
--   is_start_stated: whether the first day of the window is stated
with

stated as (
    select *
    from core.offer_evidence
    where kind = 'stated' and region is not null
),

windows as (
    select
        title_id,
        any_value(type) as type,
        service,
        region,
        access,
        source,
        coalesce(offered_from, least(min(seen_from), offered_until - 1)) as offered_from,
        offered_until,
        min(seen_from) as first_stated_on,
        max(seen_until) as last_stated_on,
        offered_from is not null as is_start_stated,
    from stated
    where offered_until is null or offered_from is null or offered_from < offered_until
    group by title_id, service, region, access, source, stated.offered_from, offered_until
),

standing as (
    select *
    from windows
    anti join windows as newer
        on
            windows.title_id = newer.title_id
            and windows.service = newer.service
            and windows.region = newer.region
            and windows.access = newer.access
            and windows.source = newer.source
            and windows.last_stated_on < newer.last_stated_on
            and (
                windows.offered_until is null
                or windows.offered_until > if(
                    newer.first_stated_on > windows.last_stated_on,
                    newer.first_stated_on,
                    newer.last_stated_on
                )
                or (
                    windows.offered_until > newer.offered_from
                    and (newer.offered_until is null or windows.offered_from < newer.offered_until)
                )
            )
)

select
    title_id,
    any_value(type) as type,
    service,
    region,
    access,
    source,
    offered_from,
    offered_until,
    min(first_stated_on) as first_stated_on,
    max(last_stated_on) as last_stated_on,
    bool_or(is_start_stated) as is_start_stated,
from standing
group by title_id, service, region, access, source, offered_from, offered_until
order by all
