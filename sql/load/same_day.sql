-- The other files of a service and region that list the same day, loaded or, by the same run,
-- refused for it: which share of the smaller one's titles both have, how many columns have values
-- and rows are understood.
with
    -- Cleaned before keys are made of them: a macro works its argument out wherever it names it.
    ours as (
        select distinct title_key(title) as title_key
        from (select clean_text(title) as title from {rows})
    ),

    others as (
        select *
        from ops.loads
        where
            source = $source
            and service is not distinct from $service
            and region is not distinct from $region
            and load_id <> $load_id
            and (
                (status = 'loaded' and row_count_loaded > 0)
                or (status = 'skipped' and run_id = $run_id and snapshot_on is not null)
            )
            and coalesce(snapshot_on, loaded_at::date) = $day::date
    ),

    -- Of those alone: there may be many files of other days.
    theirs as (
        select distinct load_id, title_key(title) as title_key
        from (
            select load_id, clean_text(title) as title
            from {table}
            inner join others using (load_id)
        )
    )

select
    others.load_id,
    others.file,
    others.status,
    coalesce(
        (
            select count(*) from theirs inner join ours using (title_key)
            where theirs.load_id = others.load_id
        ) / least(
            (select count(*) from ours),
            nullif((select count(*) from theirs where theirs.load_id = others.load_id), 0)
        ),
        0
    ) as alike,
    (
        select count(*) from ops.load_columns as accounts
        where accounts.load_id = others.load_id and accounts.read_count > 0
    ) as column_count,
    others.row_count_loaded - coalesce(
        (
            select sum(unread_count) from ops.load_columns as accounts
            where accounts.load_id = others.load_id
        ),
        0
    )::bigint as understood_count,
from others
order by others.file
