-- One row per title, service, region, access, kind, source and day or period that it speaks of.
-- key: title_id, service, region (may be null), access (may be null), kind, load_id, seen_from
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code; null where the source says only that it was somewhere
--   access: 'subscription', 'channel', 'free', 'ads', 'rent' or 'buy'; null of an absence from all
--   kind: 'listed' (seen that day), 'stated' (the service or the team says from when until when),
--     'absent' (a whole reading of the title lacks the service that day) or 'period' (it was there
--     at some time within the period)
--   series: the series of lists that it comes from, see core.offer_list; null of other sources
--   source: who says so
--   seen_from: the day that the source speaks of, or of the statement; of a period its first day
--   seen_until: the same day; of a period its last
--   offered_from: since when the source says that it is offered
--   offered_until: the first day on which it is offered no more, as stated
--   load_id: the file's load, see ops.loads
select
    null::varchar as title_id,
    null::varchar as type,
    null::varchar as service,
    null::varchar as region,
    null::varchar as access,
    null::varchar as kind,
    null::varchar as series,
    null::varchar as source,
    null::date as seen_from,
    null::date as seen_until,
    null::date as offered_from,
    null::date as offered_until,
    null::varchar as load_id,
-- Empty until the sources are read; the columns are settled.
where false
