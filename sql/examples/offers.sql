-- What is on each service today, and how much of it was there at first sight?
select
    service,
    region,
    type,
    count(*) filter (is_offered) as offered,
    count(*) filter (is_offered and start_known <> 'first sight') as since_known_day,
    count(*) filter (not is_offered) as gone_or_to_come,
    max(last_seen_on) as last_seen_on,
from marts.offers
where is_included
group by service, region, type
order by service, region, type
