-- What the check of forecasts says of a run, if it found any.
select message
from ops.checks
where run_id = $run_id and check_name = 'forecasts_usual' and failed_rows > 0
