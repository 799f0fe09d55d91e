-- The track record over all quarters.
select
    made_by,
    question,
    type,
    forecast_count as forecasts,
    round(expected, 3) as expected,
    round(seen, 3) as seen,
    round(coalesce(auc, rank_correlation), 3) as order_right,
    measure,
    round(error, 3) as error,
    round(base_error, 3) as base_error,
    round(skill, 3) as skill,
    round(skill_error, 3) as skill_error,
    round(calibration_error, 3) as calibration_error,
    round(coverage, 3) as coverage,
from marts.track_record
where quarter is null
order by made_by, question, type
