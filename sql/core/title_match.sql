-- One row per Netflix title that is matched with a TMDb title; each TMDb title is used once.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   tmdb_id: the TMDb title
--   method: 'override' (set by a person), 'netflix id' (TMDb's homepage names it), 'imdb id'
--     (through JustWatch), 'title and year', or 'part of title'
--   score: how much speaks for the pair; ranks candidates, no probability; null for an override
--   runner_up_score: score of the next best candidate for either of the two; null without one
select
    keys.title_id,
    matches.* exclude (listed_key),
from core.pair_match as matches
inner join core.title_key as keys on matches.listed_key = keys.key
