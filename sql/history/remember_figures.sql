-- Remember the headline figures of a week; a second run of the week replaces the first.
delete from ops.figures where starts_with(run_id, $week || '-');

insert into ops.figures
select run_id, figure, value
from marts.weekly_figures
where week = $week;
