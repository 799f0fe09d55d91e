-- One row per model, type or tag, and feature: what the newest run's models go by.
-- key: model, about, rank
-- columns:
--   model: 'genres_netflix', 'genres_tmdb', 'rating', 'stars', 'hit', 'top10' or 'audience'
--   about: for whom it holds: 'all' titles, 'movie' or 'series'; of a genre model, the genre
--   rank: 1 weighs most; of a genre only the ten heaviest words and features are kept
--   feature: the feature, or the group of features
--   importance: of 'rating', 'stars' and 'audience' the share of the trees' gain; of 'hit'
--     and 'top10' the length of the standardised coefficients, in log-odds; of a genre how far the
--     feature's usual spread moves the margin
--   share: its share of all that is listed for the same model and titles
--   run_id: the run that scored by these models
select
    model,
    about,
    rank,
    feature,
    importance,
    importance / sum(importance) over (partition by model, about) as share,
    run_id,
from scores.feature_importance
where run_id = getvariable('run_id')
order by model, about, rank
