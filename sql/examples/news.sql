-- What is new since the end of a week, here the first of 2026?
select
    what,
    item_count,
    detail,
from marts.news('2026-W01-9')
order by position
