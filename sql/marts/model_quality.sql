-- One row per model, slice of titles and metric of the newest run, measured out of fold.
-- key: run_id, model, slice, metric
-- columns:
--   run_id: the run that measured it
--   model: 'genres_netflix', 'genres_tmdb', 'rating', 'hit', 'top10' or 'audience'; 'similar
--     titles' where an index looks for those
--   slice: the titles it is measured on, such as 'all' or 'series'; of 'audience' by type
--     and question, such as 'movie, next half-year'
--   metric: name of the metric, such as 'micro_f1' or 'rmse'
--   value: the model's figure
--   baseline: the figure of a plainer prediction on the same titles
--   baseline_name: what the plainer prediction is
--   row_count: titles it is measured on; of 'audience' a title counts in each half-year, a season
--     for itself
select
    run_id,
    model,
    slice,
    metric,
    value,
    baseline,
    baseline_name,
    row_count,
from ops.model_metrics
where run_id = getvariable('run_id')
order by model, slice, metric
