-- One row per title and name of a source that may mean another title of the same name: nothing that
-- the source says tells them apart.
-- key: title_id, alias
-- columns:
--   title_id: the title that the name was taken for
--   alias: the name
--   row_count: rows that say no more than the name
select
    named.title_id,
    rows.title as alias,
    count(*) as row_count,
from core.named_work as works
inner join core.named_row as rows using (load_id, row_number)
inner join core.named_title as named using (load_id, row_number)
where not works.is_certain
group by named.title_id, rows.title
order by named.title_id, alias
