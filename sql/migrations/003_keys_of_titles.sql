-- A title's key was worked out anew by every run; from here on it keeps the one that it was scored
-- under.
insert into core.title_key
select
    title_id as key,
    title_id,
    min(run_id) as first_run_id,
from scores.history
group by title_id;
