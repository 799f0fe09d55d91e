-- Record that the rows of a loaded file were taken out again.
update ops.loads
set
    status = $status,
    message = $message,
    row_count_duplicate = row_count_duplicate + if($status = 'loaded', row_count_loaded, 0),
    row_count_loaded = 0
where load_id = $load_id and status = 'loaded'
