-- The run that published the file: the newest that came to its end.
select run_id, week, coalesce(is_synthetic, false)
from ops.runs
where status in ('succeeded', 'degraded')
order by started_at desc
limit 1
