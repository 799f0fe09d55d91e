-- Whether the file can still be read.
select count(*) as run_count from ops.runs
