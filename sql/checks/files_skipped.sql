-- warn: files or folders were skipped; marts.source_files says why
select file
from marts.source_files
where status = 'skipped'
