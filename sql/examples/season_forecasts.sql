-- Which of our series' next seasons are likely to enter the Top 10?
select
    title,
    season,
    round(top10_probability, 2) as chance,
    round(base_rate, 2) as of_all,
    earlier_settled_count as earlier_seasons,
    round(earlier_entered_share, 2) as of_these_entered,
from marts.season_forecasts
where entered_top10 is null and top10_probability is not null
order by top10_probability desc
limit 20
