-- Which checks found something, and in how many runs?
select
    check_name,
    any_value(message) as message,
    count(*) as run_count,
    max(failed_rows) as most_rows,
from marts.checks
where failed_rows > 0
group by check_name
union all by name
select 'all of them' as check_name, count(distinct run_id) as run_count
from marts.checks
having count(*) > 0
