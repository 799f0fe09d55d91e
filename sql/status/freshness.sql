-- How old the newest file of each source is.
select
    source,
    coalesce(
        max(snapshot_on) filter (where status = 'loaded'),
        max(loaded_at::date) filter (where status = 'loaded')
    ) as newest_on,
    max(loaded_at) as loaded_at,
    count(*) filter (where status = 'skipped') as skipped_count,
from ops.loads
where source <> 'none'
group by source
having newest_on is not null
order by source
