-- One row per question, type, who made the forecasts and tenth of them: what was expected and what
-- was seen, over all quarters.
-- key: made_by, question, type, tenth
-- columns:
--   made_by: 'forecast before' or 'would have been forecast', see marts.track_forecasts
--   question: 'top10', 'top10_season', 'hit', 'rating' or 'views'
--   type: 'movie', 'series' or 'all'
--   tenth: of a chance the tenth of its range, from 0 (0 to 10%) to 9; of a number the tenth of the
--     forecasts, from the lowest
--   forecast_count: forecasts in it
--   expected: mean forecast; of views, their geometric mean
--   seen: share for which it came true, or the mean of what was seen; of views, the geometric one
with

forecasts as (
    select
        *,
        question in ('rating', 'views') as is_number,
        if(question = 'views', log10(predicted), predicted) as said,
        if(question = 'views', log10(actual), actual) as became,
    from marts.track_forecasts
),

by_type as (
    select * from forecasts
    union all by name
    select * replace ('all' as type) from forecasts
),

placed as (
    select
        *,
        if(
            is_number,
            ntile(10) over (partition by made_by, question, type order by said, title_id) - 1,
            least(floor(said * 10), 9)
        )::integer as tenth,
    from by_type
)

select
    made_by,
    question,
    type,
    tenth,
    count(*) as forecast_count,
    if(question = 'views', 10 ** avg(said), avg(said)) as expected,
    if(question = 'views', 10 ** avg(became), avg(became)) as seen,
from placed
group by made_by, question, type, tenth
order by made_by, question, type, tenth
