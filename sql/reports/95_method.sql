-- title: Method and limits
-- lede: How do these figures come about, and what do they not say?
-- prose: method
-- table: open
-- column: model | Model | text
-- column: note | + | text
-- column: algorithm | Algorithm | text
-- column: version | Version | text
-- column: training_rows | Titles learnt from | integer
-- column: trained_at | Trained | time
-- order: by model
-- empty: No model was recorded for this run.
with

models as (
    select * from marts.models where run_id = $run_id
)

select
    if(model = 'hit', 'popular on TMDb', model) as model,
    note,
    algorithm,
    version,
    training_rows,
    trained_at,
from models
order by models.model
