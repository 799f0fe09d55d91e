-- The loaded files of a source that are not younger than one file, newest first.
select
    file,
    row_count_read
from ops.loads
where
    source = $source
    and status = 'loaded'
    and coalesce(snapshot_on <= $snapshot_on::date, true)
order by snapshot_on desc nulls last, loaded_at desc
