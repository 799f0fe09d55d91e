-- How did the headline figures move since the week before?
select
    week,
    figure,
    round(value, 3) as value,
    round(value - lag(value) over (partition by figure order by week), 3) as change,
from marts.weekly_figures
order by week desc, figure
