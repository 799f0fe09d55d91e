-- What leaves which service within 30, 60 and 90 days, soonest first?
select
    within_days,
    offered_until,
    service,
    region,
    title,
from marts.leaving
order by offered_until, service, title
limit 50
