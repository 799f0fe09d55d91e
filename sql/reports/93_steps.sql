-- title: Step by step
-- lede: How long did each step take, and was that usual?
-- table: folded
-- column: step | Step | text
-- column: state | State | text
-- column: seconds | Seconds | decimal
-- column: usual_seconds | Usually | decimal
-- column: row_count | Rows | integer
-- column: rows_per_second | Rows a second | integer
-- column: peak_memory_mb | Memory, MB | integer
-- order: as they ran
-- note: Usually: the median of up to ten earlier runs. The steps that come after the marts are not
--    known yet when this page is made; the next week's knows them.
-- empty: No step has been recorded.
with

step_times as (
    select * from marts.step_times where run_id = $run_id
)

select
    step,
    case when status = 'failed' then 'failed' when is_slow then 'slow' else 'as usual' end as state,
    seconds,
    usual_seconds,
    row_count,
    rows_per_second,
    peak_memory_mb,
from step_times
order by position
