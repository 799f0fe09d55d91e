-- The newest run of an earlier week: what news are counted from.
select max(run_id) as run_id
from scores.runs
where left(run_id, 8) < $week
