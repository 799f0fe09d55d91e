-- Note how this run sets right what models say of titles to come.
insert into scores.correction by name
select getvariable('run_id') as run_id, *
from found
