-- One row per complete list of a service's titles in a region, and type.
-- key: series, type, seen_on
-- columns:
--   series: the lists that may be compared: source, service and region
--   source: whose list it is
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   type: 'movie' or 'series'
--   seen_on: the day that the list speaks of
--   previous_on: the complete list before it in its series; null for the first
--   is_newest: whether it is the newest of its series
--   title_count: titles of the type that it lists
select
    null::varchar as series,
    null::varchar as source,
    null::varchar as service,
    null::varchar as region,
    null::varchar as type,
    null::date as seen_on,
    null::date as previous_on,
    null::boolean as is_newest,
    null::bigint as title_count,
-- Empty until the sources are read; the columns are settled.
where false
