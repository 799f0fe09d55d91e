-- The files that speak of one title, the newest first. One row per file.
with

loads as (
    select distinct load_id, source, file, snapshot_on from ops.loads where status = 'loaded'
),

titles as (
    select title_id, type, tmdb_id from core.title where title_id = $title_id
),

listed as (
    select
        string_agg(distinct evidence.service, ', ' order by evidence.service) as source,
        loads.file,
        evidence.seen_from as snapshot_on,
        if(any_value(evidence.kind) = 'period', 'watched there', 'offered there') as says,
    from core.offer_evidence as evidence
    left join loads using (load_id)
    where evidence.title_id = $title_id and evidence.kind in ('listed', 'stated', 'period')
    group by loads.file, evidence.seen_from
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
