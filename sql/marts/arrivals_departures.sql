-- One row per week and type, from the first addition to the newest snapshot, weeks without any too.
-- key: week_start, type
-- columns:
--   week_start: Monday of the ISO week
--   week: ISO week, such as 2026-W47
--   type: 'movie' or 'series'
--   added_count: titles that Netflix itself says were added that week, of all that were ever listed
--   arrived_count: titles of the week's snapshots that the snapshot before did not list; null in a
--     week without a snapshot that has one before it
--   departed_count: titles gone since the snapshot before; null as arrived_count is
--   listed_count: titles listed by the week's last snapshot; null in a week without one
with

snapshots as (
    select *, date_trunc('week', snapshot_on)::date as week_start from core.catalogue_snapshot
),

titles as (
    select type, date_trunc('week', added_on)::date as week_start
    from core.title
    where added_on is not null
),

added as (
    select week_start, type, count(*) as added_count
    from titles
    group by all
),

changes as (
    select
        date_trunc('week', snapshot_on)::date as week_start,
        type,
        count(*) filter (change = 'arrived') as arrived_count,
        count(*) filter (change = 'departed') as departed_count,
    from marts.catalogue_changes
    group by all
),

listed as (
    select
        snapshots.week_start,
        unnest(['movie', 'series']) as type,
        unnest([counted.movie_count, counted.series_count]) as listed_count,
    from (select week_start, max(snapshot_on) as snapshot_on from snapshots group by week_start)
        as snapshots
    inner join marts.catalogue_snapshots as counted using (snapshot_on)
),

compared as (
    select distinct week_start from snapshots where previous_on is not null
),

span as (
    select
        least(min(week_start), (select min(week_start) from added)) as first_week,
        max(week_start) as last_week,
    from snapshots
),

weeks as (
    select
        unnest(generate_series(first_week, last_week, interval 7 days))::date as week_start,
    from span
),

grid as (
    select weeks.week_start, types.type
    from weeks
    cross join (values ('movie'), ('series')) as types (type)
)

select
    grid.week_start,
    strftime(grid.week_start, '%G-W%V') as week,
    grid.type,
    coalesce(added.added_count, 0) as added_count,
    if(compared.week_start is null, null, coalesce(changes.arrived_count, 0)) as arrived_count,
    if(compared.week_start is null, null, coalesce(changes.departed_count, 0)) as departed_count,
    listed.listed_count,
from grid
left join added using (week_start, type)
left join changes using (week_start, type)
left join listed using (week_start, type)
left join compared using (week_start)
order by grid.week_start, grid.type
