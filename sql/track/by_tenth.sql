-- What was expected and what was seen, by tenth of the forecasts.
select
    made_by,
    question,
    type,
    tenth,
    forecast_count as forecasts,
    round(expected, 3) as expected,
    round(seen, 3) as seen,
from marts.track_calibration
order by made_by, question, type, tenth
