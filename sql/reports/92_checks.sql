-- title: What was checked
-- lede: Did the warehouse pass its own checks before it was published?
-- finding: {check_count|check|checks} ran; {found_count} found something.
-- column: check_name | Check | text
-- column: message | + | text
-- column: severity | If it fails | text
-- column: failed_rows | Rows found | integer
-- column: check_count | - | integer
-- column: found_count | - | integer
-- order: checks that found something first
-- mail: finding
-- empty: No check was recorded for this run.
with

checks as (
    select * from marts.checks where run_id = $run_id
)

select
    replace(check_name, '_', ' ') as check_name,
    message,
    if(severity = 'block', 'stops the run', 'is reported') as severity,
    failed_rows,
    count(*) over () as check_count,
    count(*) filter (where failed_rows > 0) over () as found_count,
from checks
order by failed_rows > 0 desc, severity desc, check_name
