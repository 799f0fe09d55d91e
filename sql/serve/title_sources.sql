-- The files that speak of one title, the newest first. One row per file.
with

loads as (
    select distinct load_id, source, file, snapshot_on from ops.loads where status = 'loaded'
),

titles as (
    select title_id, type, tmdb_id from core.title where title_id = $title_id
),

snapshots as (
    select distinct snapshot_on from core.catalogue_entry where title_id = $title_id
),

listed as (
    select 'Netflix' as source, loads.file, loads.snapshot_on, 'listed in the catalogue' as says,
    from snapshots
    inner join loads on loads.source = 'netflix' and snapshots.snapshot_on = loads.snapshot_on
),

measured as (
    select
        'TMDb' as source,
        loads.file,
        readings.snapshot_on,
        concat_ws(
            ', ',
            'rated ' || round(readings.rating, 1),
            readings.vote_count || ' votes',
            'popularity ' || round(readings.popularity, 1)
        ) as says,
    from core.tmdb_reading as readings
    inner join titles on titles.type = readings.type and titles.tmdb_id = readings.tmdb_id
    left join loads on readings.load_id = loads.load_id
)

select * from listed
union all
select * from measured
order by snapshot_on desc nulls last, source, file
