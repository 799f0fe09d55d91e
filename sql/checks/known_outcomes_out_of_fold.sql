-- block: every score beside a known outcome is out of fold
select title_id
from marts.title_scores
where
    (actual_rating is not null and predicted_rating is not null and not is_rating_out_of_fold)
    or (actual_stars is not null and predicted_stars is not null and not is_stars_out_of_fold)
    or (is_hit is not null and hit_probability is not null and not is_hit_out_of_fold)
    or (entered_top10 is not null and top10_probability is not null and not is_top10_out_of_fold)
union all
select title_id
from marts.title_genres
where is_listed is not null and probability is not null and not is_out_of_fold
union all
select title_id
from marts.season_forecasts
where entered_top10 is not null and top10_probability is not null and not is_out_of_fold
