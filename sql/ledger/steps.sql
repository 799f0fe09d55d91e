-- The steps of those runs; one without an end ended with its run.
insert or replace into ops.steps (
    run_id, position, step, status, started_at, finished_at, row_count, attempts, peak_memory_mb,
    message
)
select
    events.run_id,
    events.position,
    any_value(events.step),
    coalesce(
        arg_max(events.status, happened_at) filter (event = 'step_finished'),
        if(any_value(runs.status) = 'running', 'running', 'killed')
    ),
    min(happened_at) filter (event = 'step_started'),
    max(happened_at) filter (event = 'step_finished'),
    max(events.row_count),
    max(events.attempts),
    max(events.peak_memory_mb),
    arg_max(events.message, happened_at) filter (event = 'step_finished'),
from ledger_events as events
inner join ops.runs as runs using (run_id)
where step is not null and position is not null
group by events.run_id, events.position
having count(*) filter (event = 'step_started') > 0
