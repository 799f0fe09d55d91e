-- One row per Netflix snapshot and title that arrived in it or had left since the one before.
-- key: snapshot_on, title_id
-- columns:
--   snapshot_on: the day the snapshot speaks of
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   change: 'arrived' or 'departed'
with

snapshots as (
    select * from core.catalogue_snapshot where previous_on is not null
),

entries as (
    select title_id, snapshot_on from core.catalogue_entry
),

titles as (
    select * from core.title
),

arrived as (
    select snapshots.snapshot_on, entries.title_id, 'arrived' as change
    from snapshots
    inner join entries using (snapshot_on)
    anti join entries as before
        on entries.title_id = before.title_id and snapshots.previous_on = before.snapshot_on
),

departed as (
    select snapshots.snapshot_on, before.title_id, 'departed' as change
    from snapshots
    inner join entries as before on snapshots.previous_on = before.snapshot_on
    anti join entries
        on before.title_id = entries.title_id and snapshots.snapshot_on = entries.snapshot_on
),

changes as (
    select * from arrived
    union all
    select * from departed
)

select
    changes.snapshot_on,
    changes.title_id,
    titles.type,
    titles.title,
    changes.change,
from changes
inner join titles using (title_id)
order by changes.snapshot_on, changes.change, changes.title_id
