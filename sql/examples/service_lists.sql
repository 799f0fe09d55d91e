-- What came to each service and what left it with its newest list, and how old is that list?
select
    service,
    region,
    seen_on,
    days_old,
    title_count,
    arrived_count,
    departed_count,
    missing_count,
from marts.service_lists
order by is_catalogue desc, service, region
