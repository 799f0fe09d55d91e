-- warn: scores or labels moved further than the settings allow (ops.drift, monitoring)
with

drift as (
    select * from ops.drift
),

-- The titles that a model learns from are never quite like all titles: that is news only once.
before as (
    select measure, reference, max_by(is_drifted, run_id) as was_drifted
    from drift
    where run_id <> getvariable('run_id')
    group by measure, reference
),

-- A feature that moved and changed no forecast is information: ops.drift and the report have it.
changed as (
    select distinct reference
    from drift
    where run_id = getvariable('run_id') and is_drifted and kind <> 'feature'
)

select drift.measure, drift.reference
from drift
left join before using (measure, reference)
where
    drift.run_id = getvariable('run_id')
    and drift.is_drifted
    and (drift.kind <> 'feature' or drift.reference in (select reference from changed))
    and (drift.reference = 'last week' or not coalesce(before.was_drifted, true))
