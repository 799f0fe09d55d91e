-- title: What was not loaded
-- lede: Which files or rows were set aside, and why?
-- column: name | File | text
-- column: area | What | text
-- column: value | How many | integer
-- column: message | Why | text
-- order: the most first; up to 200
-- table: open
-- empty: Every file and every row was loaded.
select name, area, value, message
from marts.data_quality
where area in ('files', 'rejects')
order by value desc, name, message
limit 200
