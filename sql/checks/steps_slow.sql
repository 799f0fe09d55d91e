-- warn: steps took far longer than in earlier runs (monitoring: slow_factor, slow_seconds)
select step
from marts.step_times
where run_id = getvariable('run_id') and is_slow
