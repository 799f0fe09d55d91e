-- title: What to see to
-- lede: Which checks, files, rows and sources are not as they should be?
-- finding: {problem_count|point|points} to see to.
-- column: name | What | text
-- column: message | + | text
-- column: area | Area | text
-- column: status | State | text
-- column: value | Value | integer
-- column: measure | Of | text
-- column: problem_count | - | integer
-- order: what failed first, then by area
-- mail: table 5 name message status
-- note: The first ten. All of them are in the mart data_quality.
-- param: limit = 10
-- empty: Every check found nothing, every file was loaded whole and every source is fresh.
with

problems as (
    select * from marts.data_quality where status <> 'ok' and run_id = $run_id
)

select
    if(area = 'check', replace(name, '_', ' '), name) as name,
    message,
    area,
    status,
    value,
    case area
        when 'check' then 'rows found'
        when 'files' then 'files not loaded'
        when 'rejects' then 'rows not loaded'
        when 'freshness' then 'days old'
        else area
    end as measure,
    count(*) over () as problem_count,
from problems
order by status = 'failed' desc, area, value desc, name
limit $limit
