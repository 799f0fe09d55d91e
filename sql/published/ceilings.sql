-- The highest chance of each type, and the day of the run that gave them.
select
    ceilings.type,
    ceilings.hit_ceiling,
    ceilings.top10_ceiling,
    runs.as_of as today,
from scores.ceiling as ceilings
inner join ops.runs as runs using (run_id)
