-- Which figures did a source change the most after it had published them?
select
    title,
    measure,
    period_start,
    value_before,
    value,
    value / nullif(value_before, 0) - 1 as change,
    restated_in,
from marts.restated_figures
order by abs(change) desc nulls last, title, period_start
limit 10
