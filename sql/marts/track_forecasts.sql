-- One row per forecast whose outcome is known, with what became of it: the backtest's, and those
-- that runs made before anybody knew. Of several that runs made of a title the last one made before
-- it came counts, else the first.
-- key: made_by, question, title_id, season (may be null), came_from
-- columns:
--   made_by: 'forecast before' (a run made it before the outcome was known) or 'would have been
--     forecast' (a backtest made it afterwards, of what was known before)
--   question: 'top10' (enters Netflix's Top 10), 'top10_season' (a season does), 'hit' (becomes
--     popular on TMDb), 'rating' (TMDb's vote average) or 'views' (on Netflix: of a backtest, those
--     of a season or film in the half-year in which it came; of a run, those of a title in the
--     half-year after the newest report)
--   type: 'movie' or 'series'
--   title_id: stable key of the title
--   season: season; null but for seasons
--   came_from: first day of the quarter in which it came, or of the half-year; of a backtest, the
--     cut
--   made_on: the day it was made, or on which time was stopped
--   predicted: chance, rating or views
--   predicted_low: lower end of the 90% interval; null for a chance
--   predicted_high: upper end of the 90% interval; null for a chance
--   actual: what became of it: 1 or 0 of a chance
--   base_rate: what one would have said that day without any model
with

before as (
    select
        forecasts.question,
        forecasts.title_id,
        forecasts.season,
        settled.came_on,
        any_value(settled.actual) as actual,
        coalesce(
            max_by(forecasts, forecasts.made_on) filter (forecasts.made_on <= settled.came_on),
            min_by(forecasts, forecasts.made_on)
        ) as said,
    from ops.forecasts as forecasts
    inner join features.settled_outcome as settled
        on
            forecasts.question = settled.question
            and forecasts.title_id = settled.title_id
            and coalesce(forecasts.season, '') = settled.season
            and (forecasts.question <> 'views' or forecasts.comes_on = settled.came_on)
    group by all
)

select
    'would have been forecast' as made_by,
    question,
    type,
    title_id,
    season,
    date_trunc('quarter', cut_on)::date as came_from,
    cut_on as made_on,
    predicted,
    predicted_low,
    predicted_high,
    actual,
    base_rate,
from ops.backtest
union all
select
    'forecast before',
    question,
    said.type,
    title_id,
    season,
    date_trunc('quarter', came_on)::date,
    said.made_on,
    said.predicted,
    said.predicted_low,
    said.predicted_high,
    actual,
    said.base_rate,
from before
order by all
