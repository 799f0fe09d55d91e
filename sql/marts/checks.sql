-- One row per run and check: what had to hold before publishing, and what was found.
-- view
-- key: run_id, check_name
-- columns:
--   run_id: the run
--   check_name: the check
--   severity: 'block' stops the run if it fails, 'warn' does not
--   failed_rows: rows that the check found; none means passed
--   message: what the check says
select
    run_id,
    check_name,
    severity,
    failed_rows,
    message,
from ops.checks
