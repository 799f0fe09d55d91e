-- Of titles that were given a chance of about 70%, how many entered the Top 10?
select
    made_by,
    forecast_count,
    round(100 * expected) as expected_percent,
    round(100 * seen) as seen_percent,
from marts.track_calibration
where question = 'top10' and type = 'all' and tenth in (6, 7)
order by made_by, tenth
