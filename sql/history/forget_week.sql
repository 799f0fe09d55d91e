-- A second run of a week replaces the first.
delete from scores.history where starts_with(run_id, $week || '-');

delete from scores.runs where starts_with(run_id, $week || '-');
