-- block: every title has a name and a type
select title_id
from core.title
where title is null or type not in ('movie', 'series')
