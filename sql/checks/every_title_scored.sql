-- block: every title of core.title has its row of scores
select title_id
from core.title
anti join (select title_id from scores.title where run_id = getvariable('run_id')) using (title_id)
