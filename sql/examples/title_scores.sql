-- Which series of the catalogue are likeliest to be hits, and how sure is the rating?
select
    title,
    release_year,
    round(100 * hit_probability) as hit_percent,
    round(predicted_rating, 1) as rating,
    round(predicted_rating_low, 1) as rating_from,
    round(predicted_rating_high, 1) as rating_to,
from marts.title_scores
where in_catalogue and type = 'series'
order by hit_probability desc, title
limit 20
