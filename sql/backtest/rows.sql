-- Forecasts of one cut as ops.backtest has them.
select
    question,
    getvariable('cut_on')::date as cut_on,
    title_id,
    nullif(season, '') as season,
    type,
    predicted,
    predicted_low,
    predicted_high,
    actual,
    settled_on,
    base_rate,
from forecasts
where predicted is not null and base_rate is not null
order by question, title_id, season
