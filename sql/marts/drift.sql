-- One row per run, measure and what it is compared with: how far features, scores and labels moved.
-- view
-- key: run_id, measure, reference
-- columns:
--   run_id: the run
--   kind: 'feature', 'score' or 'label'
--   measure: name of the feature, score or label
--   reference: 'last week', or the model whose training titles it is set against
--   reference_run_id: the run of the reference
--   row_count: titles of the run
--   reference_row_count: titles of the reference
--   psi: population stability index, over tenths of the reference or over categories
--   ks: greatest distance of the two distribution functions; null without an order
--   unknown_share: share of titles with a category that the reference lacks
--   is_drifted: whether it passes the settings' thresholds (monitoring)
select
    run_id,
    kind,
    measure,
    reference,
    reference_run_id,
    row_count,
    reference_row_count,
    psi,
    ks,
    unknown_share,
    is_drifted,
from ops.drift
