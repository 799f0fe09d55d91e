-- How much of our catalogue is on each rival too, and how old is what we know of the rival?
select
    region,
    rival,
    title_count,
    shared_count,
    round(100 * shared_count / title_count, 1) as percent_shared,
    only_here_count,
    only_there_count,
    rival_seen_on,
from marts.service_overlap
order by region, percent_shared desc
