-- One row per film that MovieLens users have rated.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   user_count: users who rated it
--   mean_stars: their mean rating, 0.5 to 5 stars
--   liked_count: users who gave 4 stars or more
--   liked_share: their share, 0 to 1
select
    titles.title_id,
    films.user_count,
    films.mean_stars,
    films.liked_count,
    films.liked_count / films.user_count as liked_share,
from staging.stg_movielens__films as films
inner join core.title as titles
    on films.tmdb_id = titles.tmdb_id and titles.type = 'movie'
order by titles.title_id
