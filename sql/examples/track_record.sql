-- How good were forecasts of titles to come, beside the base rate of the day?
select
    made_by,
    question,
    type,
    forecast_count,
    round(coalesce(auc, rank_correlation), 2) as right_order,
    measure,
    round(error, 3) as error,
    round(base_error, 3) as base_error,
    round(100 * skill, 1) as percent_below,
    round(100 * skill_error, 1) as give_or_take,
from marts.track_record
where quarter is null
order by made_by, question, type
