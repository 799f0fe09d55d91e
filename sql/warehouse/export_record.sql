-- What an export says of itself: one row per mart that it copied.
select
    unnest($names) as table_name,
    unnest($counts) as row_count,
    $run_id as run_id,
    $week as week,
    $is_synthetic as is_synthetic,
    $now as exported_at,
