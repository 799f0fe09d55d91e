-- One row per day of a complete list of the catalogue: of the service and region that the settings
-- name.
-- key: snapshot_on
-- columns:
--   snapshot_on: the day the list speaks of
--   previous_on: the list before it in the same series, which it is compared with; null for its
--     first
--   title_count: titles listed
--   movie_count: films listed
--   series_count: series listed
--   arrived_count: titles that the list before of the same series lacks; null for its first
--   departed_count: titles of the list before that are gone; null for its first
with

snapshots as (
    select * from core.catalogue_snapshot
),

listed as (
    -- Two rows of a list may be one title.
    select
        seen_from as snapshot_on,
        type,
        count(distinct title_id) as title_count,
    from core.offer_evidence
    where
        service = getvariable('catalogue_service')
        and region = getvariable('catalogue_region')
        and kind = 'listed'
        and series is not null
    group by all
),

counted as (
    select
        snapshot_on,
        sum(title_count)::bigint as title_count,
        coalesce(sum(title_count) filter (type = 'movie'), 0)::bigint as movie_count,
        coalesce(sum(title_count) filter (type = 'series'), 0)::bigint as series_count,
    from listed
    group by snapshot_on
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
    snapshots.snapshot_on,
    snapshots.previous_on,
    counted.title_count,
    counted.movie_count,
    counted.series_count,
    if(snapshots.previous_on is null, null, coalesce(changes.arrived_count, 0)) as arrived_count,
    if(snapshots.previous_on is null, null, coalesce(changes.departed_count, 0))
        as departed_count,
from snapshots
inner join counted using (snapshot_on)
left join changes using (snapshot_on)
order by snapshots.snapshot_on
