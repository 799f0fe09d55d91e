-- One row per question, type, who made the forecasts and quarter, and one for all quarters: how
-- good the forecasts were, beside the base rate of the day. Views count by their log10.
-- key: made_by, question, type, quarter (may be null)
-- columns:
--   made_by: 'forecast before' or 'would have been forecast', see marts.track_forecasts
--   question: 'top10', 'top10_season', 'hit', 'rating' or 'views'
--   type: 'movie', 'series' or 'all'
--   quarter: first day of the quarter in which the titles came; null for all quarters together
--   forecast_count: forecasts whose outcome is known
--   expected: mean forecast
--   seen: mean of what became of them
--   auc: share of pairs, one for which it came true and one for which it did not, that the
--     forecasts put in the right order; null of a number, and where only one of both is there
--   rank_correlation: Spearman's; null of a chance
--   measure: of the errors: 'Brier' (mean squared error) of a chance, 'RMSE' of a number
--   error: of the forecasts
--   base_error: of the base rate of the day
--   skill: by what share the error lies below that of the base rate
--   skill_error: standard error of the skill
--   calibration_error: mean distance of what was expected and seen by tenth, weighted by forecasts
--   coverage: share of outcomes within the 90% interval; null of a chance
--   is_reported: whether the report speaks of them: of what runs forecast as soon as a hundred
--     outcomes of the question are known, until then of a backtest's
with

forecasts as (
    select
        made_by,
        question,
        type,
        came_from as quarter,
        title_id,
        question in ('rating', 'views') as is_number,
        if(question = 'views', log10(predicted), predicted) as said,
        if(question = 'views', log10(actual), actual) as became,
        if(question = 'views', log10(base_rate), base_rate) as base,
        actual >= predicted_low and actual <= predicted_high as is_within,
    from marts.track_forecasts
),

by_type as (
    select * from forecasts
    union all by name
    select * replace ('all' as type) from forecasts
),

grouped as (
    select * from by_type
    union all by name
    select * replace (null as quarter) from by_type
),

-- Forecasts alike share a rank.
placed as (
    select
        *,
        rank() over (one_group order by said)
            + (count(*) over (partition by made_by, question, type, quarter, said) - 1) / 2
            as said_rank,
        rank() over (one_group order by became)
            + (count(*) over (partition by made_by, question, type, quarter, became) - 1) / 2
            as became_rank,
        (said - became) ** 2 as loss,
        (base - became) ** 2 as base_loss,
        avg(loss) over one_group as mean_loss,
        avg(base_loss) over one_group as mean_base_loss,
        if(
            is_number,
            ntile(10) over (one_group order by said, title_id) - 1,
            least(floor(said * 10), 9)
        )::integer as tenth,
    from grouped
    window one_group as (partition by made_by, question, type, quarter)
),

tenths as (
    select
        made_by,
        question,
        type,
        quarter,
        count(*) as tenth_count,
        abs(avg(said) - avg(became)) as gap,
    from placed
    group by made_by, question, type, quarter, tenth
),

calibrations as (
    select
        made_by,
        question,
        type,
        quarter,
        sum(gap * tenth_count) / sum(tenth_count) as calibration_error,
    from tenths
    group by all
),

-- The error of a ratio of means: that of the differences which are zero on average.
measured as (
    select
        made_by,
        question,
        type,
        quarter,
        any_value(is_number) as is_number,
        count(*) as forecast_count,
        avg(said) as expected,
        avg(became) as seen,
        count(*) filter (became = 1) as true_count,
        sum(said_rank) filter (became = 1) as true_ranks,
        if(
            stddev(said_rank) > 0 and stddev(became_rank) > 0, corr(said_rank, became_rank), null
        ) as rank_correlation,
        any_value(mean_loss) as loss,
        any_value(mean_base_loss) as base_loss,
        any_value(mean_loss) / nullif(any_value(mean_base_loss), 0) as loss_ratio,
        stddev(placed.loss - placed.base_loss * mean_loss / nullif(mean_base_loss, 0))
            / sqrt(count(*)) / nullif(any_value(mean_base_loss), 0) as ratio_error,
        avg(is_within::integer) as coverage,
    from placed
    group by made_by, question, type, quarter
),

reported as (
    select made_by, question, true as is_reported
    from measured
    where type = 'all' and quarter is null
    qualify row_number() over (
        partition by question
        order by made_by = 'forecast before' and forecast_count >= 100 desc, made_by desc
    ) = 1
)

select
    measured.made_by,
    measured.question,
    measured.type,
    measured.quarter,
    forecast_count,
    expected,
    seen,
    if(
        not is_number,
        (true_ranks - true_count * (true_count + 1) / 2)
            / nullif(true_count * (forecast_count - true_count), 0),
        null
    ) as auc,
    if(is_number, rank_correlation, null) as rank_correlation,
    if(is_number, 'RMSE', 'Brier') as measure,
    if(is_number, sqrt(loss), loss) as error,
    if(is_number, sqrt(base_loss), base_loss) as base_error,
    if(is_number, 1 - sqrt(loss_ratio), 1 - loss_ratio) as skill,
    -- That of a square root is the error of what it is of, by its slope.
    if(is_number, ratio_error / (2 * nullif(sqrt(loss_ratio), 0)), ratio_error) as skill_error,
    calibration_error,
    if(is_number, coverage, null) as coverage,
    coalesce(reported.is_reported, false) as is_reported,
from measured
left join reported using (made_by, question)
inner join calibrations
    on
        measured.made_by = calibrations.made_by
        and measured.question = calibrations.question
        and measured.type = calibrations.type
        and measured.quarter is not distinct from calibrations.quarter
order by measured.made_by, measured.question, measured.type, measured.quarter nulls last
