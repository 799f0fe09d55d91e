-- The rows of a file under the raw table's names. A place is where a row lies in the table read.
select * {replaced}
from (
    select
        rowid as place,
        {row_number} as row_number,
        {values}
    from {rows}
)
