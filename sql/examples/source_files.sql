-- Which files were loaded, and what was left out of them?
select
    source,
    count(*) as file_count,
    max(snapshot_on) as newest,
    sum(row_count_loaded) as row_count_loaded,
    sum(row_count_rejected) as row_count_rejected,
    count(*) filter (status = 'skipped') as skipped_count,
from marts.source_files
group by source
order by source
