-- How many titles were on each service a week ago, were not, or are not known of?
select
    service,
    region,
    count(*) filter (state = 'offered') as offered,
    count(*) filter (state = 'not offered') as not_offered,
    count(*) filter (state = 'not observed') as not_observed,
from marts.offered_on(current_date - 7)
group by service, region
order by offered desc, service, region
limit 20
