-- warn: forecasts came true less well than usual: load newer files, then run catalogue backtest
with

record as (
    select
        *,
        coalesce(auc, rank_correlation) as right_order,
        made_by = 'forecast before' as is_before,
    from marts.track_record
    where quarter is not null and type <> 'all' and forecast_count >= 30
),

newest as (
    select *
    from record
    qualify row_number() over (
        partition by question, type order by quarter desc, is_before desc
    ) = 1
),

-- What the backtest says of the quarters before; three at least, or nobody knows what is usual.
usual as (
    select
        newest.question,
        newest.type,
        avg(record.right_order) as right_order,
        greatest(stddev(record.right_order), 0.03) as right_order_spread,
        avg(record.calibration_error) as calibration_error,
        greatest(stddev(record.calibration_error), 0.02) as calibration_spread,
        avg(record.coverage) as coverage,
        greatest(stddev(record.coverage), 0.03) as coverage_spread,
    from newest
    inner join record using (question, type)
    where not record.is_before and record.quarter < newest.quarter
    group by newest.question, newest.type
    having count(*) >= 3
)

select question, type
from newest
inner join usual using (question, type)
where
    newest.right_order < usual.right_order - 2 * usual.right_order_spread
    or (
        newest.measure = 'Brier'
        and newest.calibration_error > usual.calibration_error + 2 * usual.calibration_spread
    )
    or newest.coverage < usual.coverage - 2 * usual.coverage_spread
