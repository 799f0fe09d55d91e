-- chapter: The data behind it
-- title: What was loaded
-- lede: Which sources does this report stand on, and how fresh are they?
-- finding: {total_files|file|files}, {total_loaded|row|rows} loaded, {total_rejected} rejected,
--    {total_skipped|file|files} skipped.
-- column: source | Source | text
-- column: file_count | Files | integer
-- column: skipped_count | Skipped | integer
-- column: newest_on | Newest of | date
-- column: read_count | Rows read | integer
-- column: loaded_count | Loaded | integer
-- column: rejected_count | Rejected | integer
-- column: duplicate_count | Repeated | integer
-- column: total_files | - | integer
-- column: total_loaded | - | integer
-- column: total_rejected | - | integer
-- column: total_skipped | - | integer
-- order: by rows loaded
-- note: Rejected rows are kept, with the reason, in the warehouse. The newest date is that of the
--    newest file: the day to which its data belong.
-- mail: finding
-- empty: No file has been loaded.
with

source_files as (
    select * from marts.source_files
),

totals as (
    select
        source,
        count(*) as file_count,
        count(*) filter (where status = 'skipped') as skipped_count,
        max(snapshot_on) filter (where status <> 'skipped') as newest_on,
        sum(row_count_read) as read_count,
        sum(row_count_loaded) as loaded_count,
        sum(row_count_rejected) as rejected_count,
        sum(row_count_duplicate) as duplicate_count,
    from source_files
    group by source
)

select
    source,
    file_count,
    skipped_count,
    newest_on,
    read_count,
    loaded_count,
    rejected_count,
    duplicate_count,
    sum(file_count) over () as total_files,
    sum(loaded_count) over () as total_loaded,
    sum(rejected_count) over () as total_rejected,
    sum(skipped_count) over () as total_skipped,
from totals
order by loaded_count desc, source
