-- The last row of a file that ends within a letter, where DuckDB took it for whole.
insert into {broken}
select
    rowid + 1,
    'the file is cut off within this row',
    to_json(cut)::varchar
from {rows} as cut
where rowid = (select max(rowid) from {rows}) and ends_with({last_column}, chr(65533))
