-- The rows of a workbook's tables, as the process that read it wrote them.
select *
from read_parquet($path)
order by row_number
