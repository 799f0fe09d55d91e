-- title: The track record
-- lede: How good were our forecasts of titles to come, beside what became of them?
-- finding: Chances were judged by {judge}: titles that came from {span},
--    {all_count|forecast|forecasts}.
-- table: open
-- column: what | Forecast | text
-- column: made | + | text
-- column: type | Titles | text
-- column: forecast_count | Forecasts | integer
-- column: right_order | Right order | decimal
-- column: measure | Error | text
-- column: error | Ours | score
-- column: base_error | Base rate | score
-- column: skill | Below it by | percent
-- column: skill_error | ± | percent
-- column: calibration_error | Calibration | score
-- column: coverage | In 90% interval | percent
-- column: judge | - | text
-- column: span | - | text
-- column: all_count | - | integer
-- order: by question and type
-- note: “Forecast before”: a run made it before the outcome was known. “Would have been forecast”:
--    a backtest made it afterwards, with only what was known before. Ranks, views and outcomes of
--    later days were hidden from it, and later ratings where an earlier file has them. Texts,
--    people and genres are those of the earliest file that names a title, which may be younger.
-- note: Right order: ROC-AUC of chances, Spearman's rank correlation of numbers. Base rate: the
--    share in the last year known, the mean of the title's genres, the middle of what was new, or
--    the views of the half-year before.
--    Below it by: how much smaller our error is, ± its standard error. Views count by their powers
--    of ten.
-- note: Past forecasts set today's right: each training does it for chances of the Top 10, and the
--    last `catalogue backtest` for titles to come: chances of being popular, and intervals.
-- mail: finding
-- empty: No forecast's time has come yet, and no backtest has been made. Until then chances are
--    judged by the split in time that each training makes (see “How good the models are”), and
--    nothing sets right the chances of being popular and the intervals of ratings and views.
--    `catalogue backtest` replays the past.
with

record as (
    select * from marts.track_record where quarter is null and type <> 'all'
),

-- Real forecasts count as soon as there are a hundred; a backtest's are spoken of until then.
judged as (
    select
        made_by = 'forecast before' as is_before,
        if(
            is_before,
            'what runs forecast before the outcome was known',
            'a backtest, which says what would have been forecast'
        ) as judge,
        strftime(min(quarter), '%B %Y') || ' to '
            || strftime(max(quarter) + interval 2 month, '%B %Y') as span,
        sum(forecast_count)::bigint as all_count,
    from marts.track_record
    where quarter is not null and type = 'all'
    group by made_by
    qualify row_number() over (order by is_before and all_count >= 100 desc, made_by desc) = 1
)

select
    case record.question
        when 'top10' then 'Enters the Top 10'
        when 'top10_season' then 'A season enters the Top 10'
        when 'hit' then 'Becomes popular on TMDb'
        when 'rating' then 'Rating'
        when 'views' then
            if(
                record.made_by = 'forecast before', 'Views of a half-year',
                'Views of the first half-year'
            )
        else record.question
    end as what,
    record.made_by as made,
    if(record.type = 'movie', 'films', 'series') as type,
    record.forecast_count,
    coalesce(record.auc, record.rank_correlation) as right_order,
    record.measure,
    record.error,
    record.base_error,
    record.skill,
    record.skill_error,
    record.calibration_error,
    record.coverage,
    judged.judge,
    judged.span,
    judged.all_count,
from record
cross join judged
order by record.made_by desc, record.question desc, record.type
