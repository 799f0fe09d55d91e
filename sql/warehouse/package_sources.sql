-- The sources of what is published, for a data package: how many files, and up to which day.
select source, count(*), max(snapshot_on)
from marts.source_files
where status in ('loaded', 'unchanged')
group by source
order by source
