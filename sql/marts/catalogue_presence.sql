-- One row per title and unbroken spell in the snapshots of the Netflix catalogue.
-- key: title_id, spell
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   spell: number of the spell, from 1; a title that came back has more than one
--   snapshot_count: snapshots of the spell
--   is_current: whether the newest snapshot lists it
--   listed_from: first snapshot of the spell; it may have arrived any day since the one before
--   listed_to: last snapshot of the spell
--   gone_by: the snapshot that lists it no more; null while it is listed
with

snapshots as (
    select
        *,
        row_number() over (order by snapshot_on) as place,
        lead(snapshot_on) over (order by snapshot_on) as next_on,
    from core.catalogue_snapshot
),

titles as (
    select title_id, type, title from core.title
),

-- Places rise by one while a title stays, so place less row number is the same all through a spell.
placed as (
    select
        entries.title_id,
        snapshots.*,
        snapshots.place
        - row_number() over (partition by entries.title_id order by snapshots.place) as island,
    from core.catalogue_entry as entries
    inner join snapshots using (snapshot_on)
),

spells as (
    select
        title_id,
        island,
        count(*) as snapshot_count,
        bool_or(is_newest) as is_current,
        min(snapshot_on) as listed_from,
        max(snapshot_on) as listed_to,
        arg_max(next_on, snapshot_on) as gone_by,
    from placed
    group by title_id, island
)

select
    titles.title_id,
    titles.type,
    titles.title,
    row_number() over (partition by titles.title_id order by spells.listed_from) as spell,
    spells.snapshot_count,
    spells.is_current,
    spells.listed_from,
    spells.listed_to,
    if(spells.is_current, null, spells.gone_by) as gone_by,
from spells
inner join titles using (title_id)
order by titles.title_id, spell
