-- One row per run and model: what made the run's scores, and what it learnt from.
-- view
-- key: run_id, model
-- columns:
--   run_id: the run
--   model: 'genres_netflix', 'genres_tmdb', 'rating', 'stars', 'hit', 'top10' or 'audience'
--   version: version of the model
--   algorithm: what it is
--   training_rows: titles with a known outcome
--   trained_at: when, UTC
--   note: what to know of it; why it was not trained
select
    run_id,
    model,
    version,
    algorithm,
    training_rows,
    trained_at,
    note,
from ops.models
