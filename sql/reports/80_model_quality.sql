-- chapter: How far to trust this
-- title: How good the models are
-- lede: Do the models know more than a plain baseline would?
-- finding: {measure} reaches {value}, where {baseline_name} would reach {baseline}.
-- reading: ● model  ○ baseline, on a scale of 0 to 1 where more is better
-- chart: pairs y=measure x=charted from=charted_baseline
-- column: measure | Measure | text
-- column: slice | Titles | text
-- column: value | Model | score
-- column: baseline | Baseline | score
-- column: baseline_name | The baseline is | text
-- column: row_count | Rows | integer
-- column: charted | - | score
-- column: charted_baseline | - | score
-- order: all titles first, then films, series and other slices
-- note: All figures are out of fold: each title was scored by a model that had not seen it.
-- note: Of the audience, R² and RMSE are of the logarithm (to base ten) of views. The best tenth is
--    what the tenth with the highest expectation drew, over what a tenth at random does; the sum
--    is that of all expectations over that of all outcomes and should be close to 1. It is
--    Netflix's audience only, without marketing, and new titles are Netflix's own.
-- note: F1 weighs tags wrongly given against tags wrongly left out, LRAP how high the right tags
--    are ranked. ROC-AUC is how often a title with the outcome is ranked above one without, R² the
--    share of the differences that is explained. RMSE, MAE, Brier and ECE are errors: less is
--    better. Coverage should be close to 0.9.
-- note: “Forecast in time” says what the start of each quarter would have said of it, beside the
--    base rate of that day; single quarters are in marts.model_quality.
-- mail: finding
-- empty: No model has been measured.
-- model: genres_netflix
-- model: genres_tmdb
-- model: rating
-- model: hit
-- model: top10
-- model: audience
with

model_quality as (
    select
        *,
        -- The audience is measured by type and question: 'movie, next half-year'.
        if(model = 'audience', split_part(slice, ', ', 1), null) as of_type,
        if(model = 'audience', substr(slice, len(of_type) + 3), slice) as about,
        slice = 'all'
        or (about = 'views of a half-year' and metric in ('r2', 'rank_correlation'))
        or (about = 'countries' and metric = 'recall_10') as is_main,
    from marts.model_quality
    -- A single quarter's forecasts are few.
    where run_id = $run_id and not contains(slice, 'forecast for ')
),

models as (
    select * from (
        values
            ('genres_netflix', 1, 'Netflix tags'),
            ('genres_tmdb', 2, 'TMDb genres'),
            ('rating', 3, 'Rating'),
            ('hit', 4, 'Popular on TMDb'),
            ('top10', 5, 'Top 10'),
            ('audience', 6, 'Audience')
    ) as models (model, place, model_name)
),

metrics as (
    select * from (
        values
            ('micro_f1', 1, 'micro F1', true),
            ('macro_f1', 2, 'macro F1', true),
            ('lrap', 3, 'LRAP', true),
            ('roc_auc', 4, 'ROC-AUC', true),
            ('liked_roc_auc', 5, 'ROC-AUC of “liked”', true),
            ('r2', 6, 'R²', true),
            ('rmse', 7, 'RMSE', false),
            ('mae', 8, 'MAE', false),
            ('coverage_90', 9, 'coverage of 90% intervals', false),
            ('interval_width', 10, 'width of 90% intervals', false),
            ('brier', 11, 'Brier', false),
            ('ece', 12, 'ECE', false),
            ('presence_roc_auc', 13, 'ROC-AUC of being described, which the model ignores', false),
            ('rank_correlation', 14, 'rank correlation', true),
            ('best_tenth', 15, 'best tenth over a tenth at random', false),
            ('sum_ratio', 16, 'sum expected over sum watched', false),
            ('rmse_log10', 17, 'RMSE of log₁₀ views', false),
            ('recall_10', 18, 'recall of ten countries', true)
    ) as metrics (metric, place, metric_name, is_charted)
),

slices as (
    select * from (
        values ('all', 1, 'all'), ('movie', 2, 'films'), ('series', 3, 'series')
    ) as slices (slice, place, slice_name)
)

select
    concat(
        coalesce(models.model_name, model_quality.model),
        if(model_quality.of_type = 'movie', ' of films', null),
        if(model_quality.of_type = 'series', ' of series', null),
        ': ',
        coalesce(metrics.metric_name, replace(model_quality.metric, '_', ' '))
    ) as measure,
    coalesce(slices.slice_name, model_quality.about) as slice,
    model_quality.value,
    model_quality.baseline,
    model_quality.baseline_name,
    model_quality.row_count,
    if(
        model_quality.is_main and metrics.is_charted and model_quality.baseline is not null,
        model_quality.value,
        null
    ) as charted,
    if(charted is not null, model_quality.baseline, null) as charted_baseline,
from model_quality
left join models on model_quality.model = models.model
left join metrics on model_quality.metric = metrics.metric
left join slices on model_quality.slice = slices.slice
order by
    coalesce(slices.place, 4),
    coalesce(models.place, 7),
    coalesce(metrics.place, 19),
    model_quality.model,
    model_quality.slice,
    model_quality.metric
