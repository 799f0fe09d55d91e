-- What was watched longest in each half-year, and was it expected?
select
    period_start,
    title,
    hours_viewed,
    round(100 * hit_probability) as hit_percent,
from marts.title_engagement
qualify row_number() over (partition by period_start order by hours_viewed desc, title_id) <= 10
order by period_start, hours_viewed desc
