-- One row per dated snapshot of the Netflix catalogue.
-- key: snapshot_on
-- columns:
--   snapshot_on: the day the snapshot speaks of
--   previous_on: the snapshot before it; null for the first
--   is_newest: whether it is the newest
select
    snapshot_on,
    lag(snapshot_on) over (order by snapshot_on) as previous_on,
    snapshot_on = max(snapshot_on) over () as is_newest,
from (select distinct snapshot_on from core.catalogue_entry)
