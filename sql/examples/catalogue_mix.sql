-- Which maturity ratings were added, year by year?
select
    year(period_start) as added_year,
    value as maturity_rating,
    title_count,
    round(100 * share, 1) as percent,
from marts.catalogue_mix
where period = 'year' and dimension = 'maturity'
order by added_year, title_count desc
