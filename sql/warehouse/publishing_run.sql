-- The run that published the file, the newest that came to its end, and when it did.
select
    run_id,
    week,
    coalesce(is_synthetic, false) as is_synthetic,
    strftime(finished_at, '%Y-%m-%dT%H:%M:%SZ') as published_at,
from ops.runs
where status in ('succeeded', 'degraded')
order by started_at desc
limit 1
