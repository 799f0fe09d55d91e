-- title: Arrivals and departures
-- lede: What changed from one list of the catalogue to the next?
-- finding: {arrived_count|title|titles} arrived by {snapshot_on} and {departed_count} of the list
--    before are not in it, which leaves {title_count}.
-- finding: The list of {snapshot_on} ({title_count|title|titles}) is the first of its source:
--    nothing is known to have arrived or left with it.
-- reading: Titles that arrived (above the line) and left (below) by the date of each list.
-- chart: columns x=snapshot_on y=arrived_count down=departed_count
-- column: snapshot_on | List of | date
-- column: previous_on | Compared with | date
-- column: title_count | Titles | integer
-- column: movie_count | Films | integer
-- column: series_count | Series | integer
-- column: arrived_count | Arrived | integer
-- column: departed_count | Left | integer
-- order: newest list first
-- note: The first list of each source has nothing to be compared with. Of the newest list's
--    departures some may be back within days. The section “By service” counts those apart.
-- empty: No list of the catalogue has been loaded.
with

snapshots as (
    select * from marts.catalogue_snapshots
)

select
    snapshot_on,
    previous_on,
    title_count,
    movie_count,
    series_count,
    arrived_count,
    departed_count,
from snapshots
where snapshot_on <= $as_of
order by snapshot_on desc
