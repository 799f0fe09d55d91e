-- One row per row that calls a title by its name, with the title that it means.
-- key: load_id, row_number
-- columns:
--   load_id: the file's load, see ops.loads
--   row_number: place of the row in the file, from 1
--   title_id: stable key of the title
select
    works.load_id,
    works.row_number,
    keys.title_id,
from core.named_work as works
inner join core.title_key as keys
    on keys.key = 'w' || left(md5('work|' || works.work_id), 15)
