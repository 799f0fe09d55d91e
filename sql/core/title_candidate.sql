-- One row per Netflix title and TMDb title that it might be, with what speaks for the pair.
-- key: title_id, tmdb_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   tmdb_id: the TMDb title
--   method: what makes it a candidate: 'netflix id' (TMDb's homepage names it), 'imdb id' (through
--     JustWatch), 'title and year', or 'part of title'
--   score: how much speaks for the pair; ranks candidates, no probability
--   years_off: years between the two, 0 where they may be the same
--   people_shared: directors and cast that both name
--   minutes_off: difference of running times, minutes
select
    keys.title_id,
    candidates.* exclude (listed_key),
from core.pair_candidate as candidates
inner join core.title_key as keys on candidates.listed_key = keys.key
