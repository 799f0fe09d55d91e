-- The rows of a CSV file, as texts; those that break its dialect go to DuckDB's table of errors.
-- All columns: of a part of them, DuckDB 1.5 dies of a row that it should reject.
select *
from read_csv(
    $path,
    auto_detect = false,
    columns = $columns,
    delim = $separator,
    quote = '"',
    escape = '"',
    header = true,
    store_rejects = true,
    rejects_table = $errors,
    rejects_scan = $scans,
    buffer_size = $buffer
)
