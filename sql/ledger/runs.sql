-- The runs that the ledger tells of. One without an end is running, unless a later one has
-- started: then it was killed.
insert or replace into ops.runs (
    run_id, week, as_of, started_at, finished_at, status, message, is_synthetic, version, settings
)
with

runs as (
    select
        run_id,
        any_value(week) as week,
        any_value(as_of) as as_of,
        min(happened_at) filter (event = 'run_started') as started_at,
        max(happened_at) filter (event = 'run_finished') as finished_at,
        arg_max(status, happened_at) filter (event = 'run_finished') as ended,
        arg_max(message, happened_at) filter (event = 'run_finished') as message,
        arg_max(step, happened_at) as last_step,
        any_value(is_synthetic) as is_synthetic,
        any_value(version) as version,
        any_value(settings) as settings,
    from ledger_events
    group by run_id
    having
        count(*) filter (event = 'run_started') > 0
        -- what a damaged line has lost
        and count(week) > 0
        and count(as_of) > 0
),

ended as (
    select
        *,
        ended is null and started_at < max(started_at) over () as is_killed,
    from runs
)

select
    run_id,
    week,
    as_of,
    started_at,
    finished_at,
    if(is_killed, 'killed', coalesce(ended, 'running')),
    if(is_killed, 'ended without a word in step ' || last_step, nullif(message, '')),
    is_synthetic,
    version,
    settings,
from ended
