-- Does a 30% chance come true three times in ten?
select
    model,
    bin,
    title_count,
    round(100 * predicted_mean) as predicted_percent,
    round(100 * observed_share) as observed_percent,
from marts.calibration
order by model, bin
