-- One row per file that a run has seen: the newest attempt to load it.
-- key: source, file
-- columns:
--   source: the source, and its folder in the data directory; 'none' for what no source reads
--   file: path within the data directory
--   snapshot_on: the day the file speaks of, from its name or its rows
--   row_count_read: rows in the file
--   row_count_loaded: rows that were loaded
--   row_count_rejected: rows kept in raw.rejects with their reason
--   row_count_duplicate: rows that repeat an earlier row of the file
--   status: 'loaded', 'unchanged' (loaded by an earlier run) or 'skipped'
--   message: why it was skipped, or what of it was not loaded
--   loaded_at: when that was, UTC
with

attempts as (
    select
        *,
        row_number() over (partition by source, file order by loaded_at desc) as attempt,
    from ops.loads
    -- A file that an earlier run skipped may be gone or mended by now.
    where status = 'loaded' or run_id = getvariable('run_id')
)

select
    source,
    file,
    snapshot_on,
    row_count_read,
    row_count_loaded,
    row_count_rejected,
    row_count_duplicate,
    if(status = 'loaded' and run_id <> getvariable('run_id'), 'unchanged', status) as status,
    message,
    loaded_at,
from attempts
where attempt = 1
order by source, file
