-- Which titles that are new in the catalogue are held for hits?
select
    title,
    type,
    release_year,
    round(100 * hit_probability) as hit_percent,
    place,
from marts.predicted_hits
where is_new
order by type, place
limit 20
