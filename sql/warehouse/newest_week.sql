-- The run whose week is shown, and when it was published.
select run_id, week, finished_at, coalesce(is_synthetic, false)
from ops.runs
where status in ('succeeded', 'degraded')
order by started_at desc
limit 1
