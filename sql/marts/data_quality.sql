-- One row per thing measured of the newest run's data: its checks, files, rejects and freshness.
-- key: area, name, message (may be null)
-- columns:
--   area: 'check' (a query that must find no rows), 'files' (not loaded), 'rejects' (rows not
--     loaded) or 'freshness' (age of a source's newest file)
--   name: the check; the file; the source
--   status: 'ok', 'warning' or 'failed'
--   value: rows found by the check; files or rows not loaded; days between the newest file's day
--     and the run's
--   message: what must hold; why it was not loaded; the newest file's day and the age allowed
--   measured_on: the day that counted as today in the run
--   run_id: the newest run
with

checks as (
    select * from ops.checks where run_id = getvariable('run_id')
),

files as (
    select * from marts.source_files
),

loads as (
    select load_id, any_value(file) as file
    from ops.loads
    where status = 'loaded'
    group by load_id
),

rejected as (
    select loads.file, rejects.reason, count(*) as row_count
    from raw.rejects as rejects
    inner join loads using (load_id)
    group by all
),

ages as (
    select
        source,
        coalesce(max(snapshot_on), max(loaded_at::date)) as newest_on,
        date_diff('day', newest_on, getvariable('as_of')) as age_days,
        (getvariable('stale_after_days')::json ->> source)::integer as most_days,
    from files
    where status <> 'skipped'
    group by source
),

measured as (
    select
        'check' as area,
        check_name as name,
        case when failed_rows = 0 then 'ok' when severity = 'warn' then 'warning' else 'failed' end
            as status,
        failed_rows as value,
        message,
    from checks
    union all
    select 'files', file, 'warning', 1, message
    from files
    where status = 'skipped'
    union all
    select 'rejects', file, 'warning', row_count, reason
    from rejected
    union all
    select
        'freshness',
        source,
        if(age_days > most_days, 'warning', 'ok'),
        age_days,
        concat(
            'the newest file speaks of ',
            newest_on,
            '; the settings allow ' || most_days || ' days'
        ),
    from ages
)

select
    *,
    getvariable('as_of') as measured_on,
    getvariable('run_id') as run_id,
from measured
order by area, name, message
