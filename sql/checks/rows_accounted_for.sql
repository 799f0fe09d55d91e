-- block: rows read = rows loaded + rejected + duplicate, file by file
select file
from ops.loads
where
    status = 'loaded'
    and row_count_read <> row_count_loaded + row_count_rejected + row_count_duplicate
