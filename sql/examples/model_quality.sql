-- How much better than a trivial prediction is each model?
select
    model,
    metric,
    round(value, 3) as value,
    round(baseline, 3) as baseline,
    baseline_name,
    row_count,
from marts.model_quality
where slice = 'all'
order by model, metric
