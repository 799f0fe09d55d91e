-- One row per day of a complete list of the catalogue: of the service and region that the settings
-- name.
-- key: snapshot_on
-- columns:
--   snapshot_on: the day the list speaks of
--   source: whose list it is
--   previous_on: the list before it in the same series; null for the first
--   is_newest: whether it is the newest
select
    seen_on as snapshot_on,
    string_agg(distinct source, ', ' order by source) as source,
    max(previous_on) as previous_on,
    seen_on = max(seen_on) over () as is_newest,
from core.offer_list
where
    service = getvariable('catalogue_service')
    and region = getvariable('catalogue_region')
    and is_main
group by seen_on
order by seen_on
