-- The lines that DuckDB could not read, each with its first error.
select
    line as row_number,
    min(error_message) as reason,
    min(csv_line) as "row"
from {errors}
group by line
