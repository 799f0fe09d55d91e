-- What the checks of the published run found, and what moved.
with

published as (
    select max(run_id) as run_id from scores.title
),

checks as (
    select check_name as name, concat(failed_rows, ' rows: ', message) as message
    from ops.checks
    where run_id = (select run_id from published) and failed_rows > 0 and check_name <> 'drift'
),

drift as (
    select
        'drift' as name,
        format('{} against {}: PSI {:.2f}', measure, reference, psi) as message,
    from ops.drift
    where run_id = (select run_id from published) and is_drifted and reference = 'last week'
)

from checks
union all
from drift
order by name, message
