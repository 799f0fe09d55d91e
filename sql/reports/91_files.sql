-- title: File by file
-- lede: What was read from each file, and why was a file skipped?
-- finding: {skipped_count} of {file_count|file|files} were skipped.
-- table: folded
-- column: file | File | text
-- column: message | + | text
-- column: source | Source | text
-- column: status | State | text
-- column: snapshot_on | Of | date
-- column: row_count_read | Read | integer
-- column: row_count_loaded | Loaded | integer
-- column: row_count_rejected | Rejected | integer
-- column: row_count_duplicate | Repeated | integer
-- column: file_count | - | integer
-- column: skipped_count | - | integer
-- order: skipped files first, then by source and date
-- note: Rejected rows are kept, with the reason, in the warehouse.
-- empty: No file has been loaded.
with

source_files as (
    select * from marts.source_files
)

select
    file,
    message,
    source,
    status,
    snapshot_on,
    row_count_read,
    row_count_loaded,
    row_count_rejected,
    row_count_duplicate,
    count(*) over () as file_count,
    count(*) filter (where status = 'skipped') over () as skipped_count,
from source_files
order by status = 'skipped' desc, source, snapshot_on, file
