-- Which run the published file is of. (The ledger may know later ones, which did not publish.)
select run_id, count(*) as title_count
from scores.title
group by run_id
order by run_id desc
limit 1
