-- One row per dated snapshot of the catalogue: of the service and region that the settings name.
-- key: snapshot_on
-- columns:
--   service: the streaming service
--   region: ISO 3166 alpha-2 code of the country
--   snapshot_on: the day the snapshot speaks of
--   previous_on: the snapshot before it; null for the first
--   is_newest: whether it is the newest
select
    service,
    region,
    snapshot_on,
    lag(snapshot_on) over (order by snapshot_on) as previous_on,
    snapshot_on = max(snapshot_on) over () as is_newest,
from (select distinct service, region, snapshot_on from core.catalogue_entry)
where
    service = getvariable('catalogue_service')
    and region = getvariable('catalogue_region')
