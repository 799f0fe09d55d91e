-- Which little-known titles deserve a better place on the page?
select
    title,
    genres_listed,
    round(predicted_rating, 1) as predicted,
    round(actual_rating, 1) as actual,
    vote_count,
from marts.hidden_gems
order by place
limit 20
