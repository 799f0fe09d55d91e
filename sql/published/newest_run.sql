-- The run whose scores the published file holds; the ledger may know later ones that failed.
select run_id, week, as_of, finished_at, is_synthetic, version
from ops.runs
order by run_id in (select run_id from marts.title_scores limit 1) desc, started_at desc
limit 1
