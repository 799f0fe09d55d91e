-- chapter: At work
-- title: Which models are at work
-- lede: What made this week's scores, and what did it learn from?
-- column: model_name | Model | text
-- column: algorithm | + | text
-- column: version | Version | code
-- column: training_rows | Learnt from titles | integer
-- column: trained_at | Trained | time
-- column: note | Note | text
-- order: in the order of the questions they answer
-- table: open
-- empty: No model was trained in this run.
with

models as (
    select * from marts.models where run_id = $run_id
),

names as (
    select * from (
        values
            ('genres_netflix', 1, 'Netflix tags'),
            ('genres_tmdb', 2, 'TMDb genres'),
            ('rating', 3, 'Rating'),
            ('hit', 4, 'Popular on TMDb'),
            ('top10', 5, 'Top 10'),
            ('audience', 6, 'Audience')
    ) as names (model, place, model_name)
)

select
    coalesce(names.model_name, models.model) as model_name,
    models.algorithm,
    models.version,
    models.training_rows,
    models.trained_at,
    models.note,
from models
left join names using (model)
order by coalesce(names.place, 7), models.model
