-- warn: columns lack far more values than in the last run (ops.null_shares)
with

shares as (
    select * from ops.null_shares
),

before as (
    select *
    from shares
    where run_id = (select max(run_id) from shares where run_id < getvariable('run_id'))
)

select shares.table_name, shares.column_name
from shares
inner join before using (table_name, column_name)
where shares.run_id = getvariable('run_id') and shares.null_share > before.null_share + 0.1
