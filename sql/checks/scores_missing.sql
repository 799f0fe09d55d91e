-- warn: titles lack a predicted rating or a chance, as that model could not be trained
select title_id
from marts.title_scores
where predicted_rating is null or hit_probability is null
