-- Which steps of the last runs took longest, and was that usual?
select
    week,
    step,
    seconds,
    usual_seconds,
    rows_per_second,
    is_slow,
from marts.step_times
order by seconds desc
limit 20
