-- Drop the rows that count as broken.
delete from {rows}
where rowid + 1 in (
    select row_number
    from {broken}
    where reason = 'the file is cut off within this row'
)
