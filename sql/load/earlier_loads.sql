-- The loaded files of a source, service and region that are not younger than one file, the newest
-- first.
select
    file,
    row_count_read
from ops.loads
where
    source = $source
    and service is not distinct from $service
    and region is not distinct from $region
    and status = 'loaded'
    and coalesce(snapshot_on <= $snapshot_on::date, true)
order by snapshot_on desc nulls last, loaded_at desc
