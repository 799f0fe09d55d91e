-- Which titles stayed longest in Netflix's Top 10?
select
    show_title,
    category,
    count(distinct week) as weeks,
    min(weekly_rank) as best_rank,
    sum(weekly_hours_viewed) as hours_viewed,
from marts.top10_weeks
group by show_title, category
order by weeks desc, hours_viewed desc, show_title
limit 20
