-- Which forecasts of the Top 10 were the furthest off?
select
    titles.title,
    forecasts.made_by,
    forecasts.made_on,
    round(100 * forecasts.predicted) as predicted_percent,
    forecasts.actual = 1 as entered,
from marts.track_forecasts as forecasts
inner join marts.title_scores as titles using (title_id)
where forecasts.question = 'top10'
order by abs(forecasts.predicted - forecasts.actual) desc, titles.title
limit 20
