-- Forget runs of weeks long past; what they say of a title that has not moved since is kept under
-- the oldest run that stays.
create or replace temp table runs_kept as
select run_id
from scores.runs
qualify dense_rank() over (order by left(run_id, 8) desc) <= $weeks_kept;

create or replace temp table last_before as
select *
from scores.history
anti join runs_kept using (run_id)
qualify row_number() over (partition by title_id order by run_id desc) = 1;

delete from scores.history where run_id not in (select run_id from runs_kept);

delete from scores.runs where run_id not in (select run_id from runs_kept);

insert into scores.history
select * replace ((select min(run_id) from runs_kept) as run_id)
from last_before
anti join (
    select title_id from scores.history where run_id = (select min(run_id) from runs_kept)
) using (title_id);
