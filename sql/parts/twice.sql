-- Titles that several parts name; a few of them.
select title_id
from parts.title
group by title_id
having count(*) > 1
order by title_id
limit 3
