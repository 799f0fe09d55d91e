-- One row per TMDb title and file: its audience figures as that file read them.
-- key: type, tmdb_id, load_id
-- columns:
--   type: 'movie' or 'series'
--   tmdb_id: TMDb's identifier within its type
--   load_id: the file's load
--   snapshot_on: the day the file speaks of; null where that is not known
--   rating: TMDb's vote_average; null without votes
--   vote_count: number of votes; null where the file has none
--   popularity: TMDb's popularity that day; its scale drifts over the years
select
    type,
    tmdb_id,
    load_id,
    snapshot_on,
    rating,
    vote_count,
    popularity,
from staging.stg_tmdb__titles
union all
-- The daily exports name every title of TMDb: only those that a file describes are of use.
select
    ids.kind,
    ids.tmdb_id,
    ids.load_id,
    ids.snapshot_on,
    null as rating,
    null as vote_count,
    ids.popularity,
from staging.stg_tmdb__ids as ids
semi join staging.stg_tmdb__titles as titles
    on ids.kind = titles.type and ids.tmdb_id = titles.tmdb_id
