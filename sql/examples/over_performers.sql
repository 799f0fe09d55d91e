-- Which titles that the catalogue does not have were watched far more than expected?
select
    title,
    type,
    release_year,
    round(views / 1e6, 1) as million_views,
    round(typical_views / 1e6, 2) as million_expected,
    round(standard_errors, 1) as standard_errors,
    genres_listed,
from marts.over_performers
order by in_catalogue, standard_errors desc, title_id
limit 20
