-- What is the catalogue about, and which of its subjects are rated best?
select name, words, catalogue_count, round(mean_predicted_rating, 2) as predicted_rating
from marts.clusters
where catalogue_count > 0
order by mean_predicted_rating desc
limit 10
