-- How many titles came and went in each quarter?
select
    date_trunc('quarter', week_start)::date as quarter,
    sum(added_count) as added_count,
    sum(arrived_count) as arrived_count,
    sum(departed_count) as departed_count,
from marts.arrivals_departures
group by quarter
order by quarter
