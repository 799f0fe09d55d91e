-- One row per run and step that ended: how long it took, beside what it took in earlier runs.
-- key: run_id, position
-- columns:
--   run_id: the run
--   week: ISO week of the run
--   position: place of the step in the run, from 1
--   step: name of the step
--   status: 'succeeded' or 'failed'
--   attempts: how often it was tried
--   seconds: how long it took, waits between attempts included
--   row_count: rows or titles that it worked on, where that says something
--   rows_per_second: the same per second
--   peak_memory_mb: most memory that the process had held by then, MB
--   earlier_runs: earlier runs, up to ten, in which it succeeded
--   usual_seconds: median of what it took in them; null for the first run
--   is_slow: with four earlier runs or more, whether it took longer than the settings allow
--     (monitoring: slow_factor and slow_seconds)
--   started_at: UTC
with

runs as (
    select * from ops.runs
),

steps as (
    select
        *,
        date_diff('millisecond', started_at, finished_at) / 1000 as seconds,
    from ops.steps
    where finished_at is not null
),

-- A step that failed says nothing of how long it takes to succeed.
beside_earlier as (
    select
        steps.*,
        runs.week,
        count(*) filter (steps.status = 'succeeded') over earlier as earlier_runs,
        median(seconds) filter (steps.status = 'succeeded') over earlier as usual_seconds,
    from steps
    inner join runs using (run_id)
    window earlier as (
        partition by steps.step, runs.is_synthetic
        order by steps.started_at
        rows between 10 preceding and 1 preceding
    )
),

limits as (
    select
        unnest(from_json(
            getvariable('monitoring')::json, '{"slow_factor": "DOUBLE", "slow_seconds": "DOUBLE"}'
        )),
)

select
    run_id,
    week,
    position,
    step,
    status,
    attempts,
    seconds,
    row_count,
    if(seconds > 0, row_count / seconds, null) as rows_per_second,
    peak_memory_mb,
    earlier_runs,
    usual_seconds,
    coalesce(
        earlier_runs >= 4
        and seconds > usual_seconds * slow_factor
        and seconds > usual_seconds + slow_seconds,
        false
    ) as is_slow,
    started_at,
from beside_earlier
cross join limits
order by run_id, position
