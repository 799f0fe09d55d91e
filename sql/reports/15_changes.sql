-- title: Arrivals and departures
-- lede: What changed from one snapshot of the catalogue to the next?
-- finding: {arrived_count|title|titles} arrived and {departed_count} left by {snapshot_on}, which
--    leaves {title_count}.
-- reading: Titles that arrived (above the line) and left (below) by the date of each snapshot.
-- chart: columns x=snapshot_on y=arrived_count down=departed_count
-- column: snapshot_on | Snapshot | date
-- column: title_count | Titles | integer
-- column: movie_count | Films | integer
-- column: series_count | Series | integer
-- column: arrived_count | Arrived | integer
-- column: departed_count | Left | integer
-- order: newest snapshot first
-- note: The first snapshot has nothing to be compared with.
-- empty: No snapshot of the catalogue has been loaded.
with

snapshots as (
    select * from marts.catalogue_snapshots
)

select
    snapshot_on,
    title_count,
    movie_count,
    series_count,
    arrived_count,
    departed_count,
from snapshots
where snapshot_on <= $as_of
order by snapshot_on desc
