-- Which seasons and films lost least of their daily views from one half-year to the next?
select
    scores.title,
    viewing.season,
    viewing.period_start,
    (viewing.views / viewing.days) / (viewing.last_views / viewing.last_days) as kept,
    viewing.views,
from marts.season_views as viewing
left join marts.title_scores as scores using (title_id)
where viewing.last_views > 100000
order by kept desc
limit 20
