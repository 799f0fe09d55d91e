-- Which version of each model was at work in which weeks?
select
    model,
    version,
    min(left(run_id, 8)) as first_week,
    max(left(run_id, 8)) as last_week,
    max(training_rows) as training_rows,
from marts.models
group by model, version
order by model, first_week
