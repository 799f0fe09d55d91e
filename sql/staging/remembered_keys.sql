-- One row per key that a title had in the runs before, see core.title_key.
select
    key,
    title_id,
    first_run_id,
from core.title_key
