-- warn: sources have had no new file for longer than the settings allow (freshness)
with

newest as (
    select source, coalesce(max(snapshot_on), max(loaded_at::date)) as newest_on
    from ops.loads
    where status = 'loaded'
    group by source
)

select source
from newest
where
    getvariable('as_of') - newest_on
    > (getvariable('stale_after_days')::json ->> source)::integer
