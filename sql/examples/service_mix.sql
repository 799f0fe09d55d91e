-- Which genres do the others have more of than we do, in points of their share?
select
    region,
    service,
    value as genre,
    title_count,
    round(100 * share, 1) as percent,
    round(100 * catalogue_share, 1) as percent_of_ours,
    round(100 * (share - catalogue_share), 1) as points,
from marts.service_mix
where dimension = 'genre'
order by points desc, region, service, genre
limit 30
