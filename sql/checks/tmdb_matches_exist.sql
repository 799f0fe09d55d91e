-- block: every match names a title of both sides
select title_id
from core.title_match
anti join core.tmdb_title using (type, tmdb_id)
union all
select title_id
from core.title_match
anti join core.title using (title_id)
