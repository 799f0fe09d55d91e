-- One row per forecast whose outcome is known, with what became of it: the backtest's, and those
-- that runs made before anybody knew. Of several that runs made of a title the last one made before
-- it came counts, else the first.
-- key: made_by, question, title_id, season (may be null), came_from
-- columns:
--   made_by: 'forecast before' (a run made it before the outcome was known) or 'would have been
--     forecast' (a backtest made it afterwards, of what was known before)
--   question: 'top10' (enters Netflix's Top 10), 'top10_season' (a season does), 'hit' (becomes
--     popular on TMDb), 'rating' (TMDb's vote average) or 'views' (on Netflix in its first
--     half-year of reports)
--   type: 'movie' or 'series'
--   title_id: stable key of the title
--   season: season; null but for seasons
--   came_from: first day of the quarter in which it came; of a backtest, the cut
--   made_on: the day it was made, or on which time was stopped
--   predicted: chance, rating or views
--   predicted_low: lower end of the 90% interval; null for a chance
--   predicted_high: upper end of the 90% interval; null for a chance
--   actual: what became of it: 1 or 0 of a chance
--   base_rate: what one would have said that day without any model
with

readings as (
    select titles.title_id, max(reading.snapshot_on) as read_on
    from core.tmdb_reading as reading
    inner join core.title as titles using (type, tmdb_id)
    where reading.vote_count is not null
    group by titles.title_id
),

-- A reading of a title's first four weeks says little of what becomes of it.
released as (
    select titles.title_id, titles.released_on as came_on, outcome.*
    from features.title as titles
    inner join features.outcome as outcome using (title_id)
    inner join readings using (title_id)
    where readings.read_on >= titles.released_on + 28
),

outcomes as (
    select
        'top10' as question,
        titles.title_id,
        null::varchar as season,
        titles.came_on,
        outcome.entered_top10::integer::double as actual,
    from features.title as titles
    inner join features.outcome as outcome using (title_id)
    where outcome.entered_top10 is not null
    union all
    select 'top10_season', title_id, season, came_on, (top10_weeks > 0)::integer::double
    from features.release
    where season_number is not null and came_on is not null and top10_weeks is not null
    union all
    select 'hit', title_id, null, released_on, settled_hit::integer::double
    from features.outcome
    inner join features.title using (title_id)
    where settled_hit is not null
    union all
    select 'rating', title_id, null, came_on, rating
    from released
    where rating is not null and vote_count >= 10
),

before as (
    select
        forecasts.question,
        forecasts.title_id,
        forecasts.season,
        any_value(outcomes.came_on) as came_on,
        any_value(outcomes.actual) as actual,
        coalesce(
            max_by(forecasts, forecasts.made_on) filter (forecasts.made_on <= outcomes.came_on),
            min_by(forecasts, forecasts.made_on)
        ) as said,
    from ops.forecasts as forecasts
    inner join outcomes
        on
            forecasts.question = outcomes.question
            and forecasts.title_id = outcomes.title_id
            and forecasts.season is not distinct from outcomes.season
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
