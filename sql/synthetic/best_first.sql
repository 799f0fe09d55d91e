-- A file's rows, those that did best first.
select * exclude (rank, number)
from read_parquet($files)
order by rank desc, number
