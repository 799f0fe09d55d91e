-- How the run of the published week has set right what models say of titles to come.
select
    type,
    question,
    slope,
    shift,
    low_by,
    high_by,
    forecast_count,
    known_until,
from scores.correction
