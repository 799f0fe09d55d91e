-- The countries in whose Top 10 one title is likeliest to stand, the likeliest first.
select
    reach.country_code,
    countries.country,
    reach.chance,
    reach.has_stood,
from marts.title_reach as reach
left join core.country as countries using (country_code)
where reach.title_id = $title_id
order by reach.place
