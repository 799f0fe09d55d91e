-- One row per title and half-year of Netflix's engagement reports, beside our predictions.
-- key: title_id, period_start
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   period_start: first day of the half-year
--   hours_viewed: hours viewed, all seasons together
--   views: hours viewed divided by running time; null in the report of January to June 2023
--   predicted_rating: rating expected, 0 to 10, of the newest run
--   hit_probability: probability of a popularity hit, of the newest run
select
    engagement.title_id,
    scores.type,
    scores.title,
    engagement.period_start,
    engagement.hours_viewed,
    engagement.views,
    scores.predicted_rating,
    scores.hit_probability,
from core.title_engagement as engagement
inner join marts.title_scores as scores using (title_id)
order by engagement.period_start, engagement.hours_viewed desc, engagement.title_id
