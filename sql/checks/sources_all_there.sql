-- block: every listed Netflix title and every TMDb title has reached marts.title_scores
select title_id
from core.catalogue_entry
anti join marts.title_scores using (title_id)
union all
select tmdb.tmdb_id::varchar
from core.tmdb_title as tmdb
anti join marts.title_scores using (type, tmdb_id)
