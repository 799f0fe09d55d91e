-- Record what became of a file.
insert into ops.loads (
    load_id, run_id, source, file, service, region, sha256, snapshot_on, row_count_read,
    row_count_loaded, row_count_rejected, row_count_duplicate, status, message, is_synthetic,
    loaded_at, last_seen_at
)
values (
    $load_id, $run_id, $source, $file, $service, $region, $sha256, $snapshot_on::date, $rows_read,
    $rows_loaded, $rows_rejected, $rows_duplicate, $status, nullif($message, ''), $is_synthetic,
    $now, $now
)
