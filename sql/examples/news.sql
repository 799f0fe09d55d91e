-- What is new since the run before the newest one?
select
    what,
    item_count,
    detail,
from marts.news((select max(run_id) from marts.score_history
    where run_id < (select max(run_id) from marts.title_scores)))
order by position
