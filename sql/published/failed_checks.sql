-- The blocking checks of a run that found rows.
select check_name, failed_rows
from ops.checks
where run_id = $run_id and severity = 'block' and failed_rows > 0
order by check_name
