-- What share of films and series stays for more than one, two and three years?
select
    service,
    region,
    type,
    months,
    at_risk,
    round(100 * survival) as percent_there,
    round(100 * standard_error, 1) as give_or_take,
from marts.offer_survival
where access = 'subscription' and months in (0, 12, 24, 36)
order by service, region, type, months
