-- The day of the last run that replayed time.
select max(runs.as_of) as made_on
from ops.steps as steps
inner join ops.runs as runs using (run_id)
where steps.step = 'backtest' and steps.status = 'succeeded'
