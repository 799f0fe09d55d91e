-- The published figures of $model, of all models without it. One row per model, slice and metric.
with

-- The newest measurement over several seeds (catalogue evaluate seeds), where there is one.
seeds as (
    select
        model, slice, metric,
        avg(value) as mean,
        stddev_samp(value) as spread,
        count(*) as seed_count,
    from ops.model_metrics
    where regexp_extract(run_id, '^(seeds-.+)-\d+$', 1) = (
        select max(nullif(regexp_extract(run_id, '^(seeds-.+)-\d+$', 1), ''))
        from ops.model_metrics
    )
    group by model, slice, metric
)

select
    model, slice, metric, value, baseline, baseline_name, row_count, mean, spread, seed_count,
from marts.model_quality
left join seeds using (model, slice, metric)
where $model is null or model = $model
order by model, slice, metric
