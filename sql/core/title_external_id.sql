-- One row per title and identifier that another catalogue has given it.
-- key: title_id, authority, external_id
-- columns:
--   title_id: stable key of the title
--   authority: who gave it: 'tmdb', 'imdb' or 'netflix'
--   external_id: the identifier; TMDb's are unique within films and within series only
with

titles as (
    select title_id, tmdb_id::varchar as tmdb, imdb_id as imdb, netflix_id::varchar as netflix
    from core.title
)

select
    title_id,
    authority,
    external_id,
from titles
unpivot (external_id for authority in (tmdb, imdb, netflix))
order by title_id, authority
