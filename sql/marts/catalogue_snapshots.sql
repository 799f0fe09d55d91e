-- One row per dated snapshot of the Netflix catalogue.
-- key: snapshot_on
-- columns:
--   snapshot_on: the day the snapshot speaks of
--   title_count: titles listed
--   movie_count: films listed
--   series_count: series listed
--   arrived_count: titles that the snapshot before did not list; null for the first
--   departed_count: titles of the snapshot before that are gone; null for the first
with

entries as (
    select snapshot_on, type from core.catalogue_entry
),

changes as (
    select
        snapshot_on,
        count(*) filter (change = 'arrived') as arrived_count,
        count(*) filter (change = 'departed') as departed_count,
    from marts.catalogue_changes
    group by snapshot_on
)

select
    entries.snapshot_on,
    count(*) as title_count,
    count(*) filter (type = 'movie') as movie_count,
    count(*) filter (type = 'series') as series_count,
    any_value(changes.arrived_count) as arrived_count,
    any_value(changes.departed_count) as departed_count,
from entries
left join changes using (snapshot_on)
group by entries.snapshot_on
order by entries.snapshot_on
