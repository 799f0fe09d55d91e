-- How many rows of one file were rejected for which reason.
select
    reason,
    count(*) as row_count
from raw.rejects
where load_id = $load_id
group by all
order by all
