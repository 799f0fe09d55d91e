-- Which new titles fell furthest short of what was expected, and are they the better ones?
select
    title,
    type,
    round(views / 1e6, 2) as million_views,
    round(typical_views / 1e6, 2) as million_expected,
    round(standard_errors, 1) as standard_errors,
    round(predicted_rating, 1) as rating,
from marts.under_performers
order by is_new desc, standard_errors, title_id
limit 20
