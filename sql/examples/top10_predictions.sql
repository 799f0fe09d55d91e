-- How high were the titles of the Top 10 predicted in their first week there?
select
    prediction,
    count(*) as title_count,
    round(100 * avg(top10_probability), 1) as mean_percent,
from marts.top10_predictions
where is_first_week and prediction is not null
group by prediction
order by prediction
