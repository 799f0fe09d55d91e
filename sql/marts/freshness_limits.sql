-- One row per run and source: the age at which its newest file counted as stale.
-- view
-- key: run_id, source
-- columns:
--   run_id: the run
--   source: the source, and its folder in the data directory
--   most_days: days without a newer file that the run's settings allowed
with

settled as (
    select run_id, settings::json -> 'freshness' as days from ops.runs
)

select
    settled.run_id,
    sources.source,
    (settled.days ->> sources.source)::integer as most_days,
from settled
cross join unnest(json_keys(settled.days)) as sources (source)
