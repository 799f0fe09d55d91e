-- What do the models of rating and hits go by?
select
    model,
    about,
    feature,
    round(share, 2) as share,
from marts.feature_importances
where model in ('rating', 'hit', 'top10') and rank <= 3
order by model, about, rank
