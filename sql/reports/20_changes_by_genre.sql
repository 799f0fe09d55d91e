-- title: What kind of titles came and went
-- lede: Which genres grew with the newest list, and which gave way?
-- finding: {genre}: {arrived_count|arrival|arrivals}, {departed_count} gone.
-- reading: ● arrived  ○ left, titles listed with the genre
-- chart: pairs y=genre x=arrived_count from=departed_count top=14
-- column: genre | Genre | text
-- column: arrived_count | Arrived | integer
-- column: departed_count | Left | integer
-- column: net_count | Net | change
-- order: by arrivals
-- note: A title counts once for each of its genres.
-- mail: chart 7
-- empty: No title is known to have arrived or left with the newest list. The first list of a source
--    has none before it to be compared with.
with

changes as (
    select * from marts.catalogue_changes
),

newest as (
    select title_id, change from changes
    where snapshot_on = (select max(snapshot_on) from marts.catalogue_snapshots)
),

listed as (
    select title_id, genre from marts.title_genres
    where taxonomy = 'netflix' and is_listed and run_id = $run_id
),

counted as (
    select
        listed.genre,
        count(*) filter (where newest.change = 'arrived') as arrived_count,
        count(*) filter (where newest.change = 'departed') as departed_count,
    from newest
    inner join listed on newest.title_id = listed.title_id
    group by listed.genre
)

select
    genre,
    arrived_count,
    departed_count,
    arrived_count - departed_count as net_count,
from counted
order by arrived_count desc, genre
