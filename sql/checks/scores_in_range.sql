-- block: probabilities lie between 0 and 1, ratings between 0 and 10, intervals around predictions
select title_id
from marts.title_scores
where
    hit_probability not between 0 and 1
    or top10_probability not between 0 and 1
    or liked_probability not between 0 and 1
    or predicted_stars not between 0.5 and 5
    or predicted_rating not between 0 and 10
    or predicted_rating not between predicted_rating_low and predicted_rating_high
union all
select title_id
from marts.season_forecasts
where top10_probability not between 0 and 1
