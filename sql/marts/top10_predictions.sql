-- One row per week, category, rank and title of Netflix's global Top 10, beside what was predicted.
-- key: week, category, weekly_rank, show_title, season_title (may be null)
-- columns:
--   week: the Sunday that ends the week
--   category: Netflix's list, such as 'Films (English)'
--   type: 'movie' or 'series'
--   weekly_rank: rank, 1 to 10
--   show_title: title as published
--   season_title: season as published; null for films
--   title_id: the title, where one is known by that name
--   is_first_week: whether it is the title's first week in the list
--   prediction: 'before the week' (a run made it before the week began), 'out of fold' (made
--     afterwards by models that never saw the title), 'not trained on' (made afterwards by models
--     that know no outcome of the title); null without a prediction
--   predicted_in: the run that made the prediction
--   predicted_at: when it was made, UTC
--   top10_probability: predicted probability of entering the Top 10
--   hit_probability: predicted probability of a popularity hit
--   predicted_rating: rating expected, 0 to 10
with

weeks as (
    select *, week - 6 as first_day from marts.top10_weeks
),

newest as (
    select * from marts.title_scores
),

-- A run on a day set by hand knows no less than the day it really ran: the later of both counts.
history as (
    select
        history.*,
        greatest(runs.as_of, history.scored_at::date) as made_on,
    from marts.score_history as history
    inner join ops.runs as runs using (run_id)
    where history.title_id in (select title_id from weeks)
),

before as (
    select
        weeks.title_id,
        weeks.week,
        max_by(history, (history.made_on, history.scored_at)) as score,
    from (select distinct title_id, week, first_day from weeks) as weeks
    inner join history
        on weeks.title_id = history.title_id and history.made_on < weeks.first_day
    group by all
)

select
    weeks.week,
    weeks.category,
    weeks.type,
    weeks.weekly_rank,
    weeks.show_title,
    weeks.season_title,
    weeks.title_id,
    weeks.cumulative_weeks_in_top_10 = 1 as is_first_week,
    case
        when before.score is not null then 'before the week'
        when newest.top10_probability is null and newest.hit_probability is null then null
        when newest.is_top10_out_of_fold then 'out of fold'
        else 'not trained on'
    end as prediction,
    if(prediction = 'before the week', before.score.run_id, newest.run_id) as predicted_in,
    if(prediction = 'before the week', before.score.scored_at, newest.scored_at) as predicted_at,
    if(prediction = 'before the week', before.score.top10_probability, newest.top10_probability)
        as top10_probability,
    if(prediction = 'before the week', before.score.hit_probability, newest.hit_probability)
        as hit_probability,
    if(prediction = 'before the week', before.score.predicted_rating, newest.predicted_rating)
        as predicted_rating,
from weeks
left join before using (title_id, week)
left join newest using (title_id)
order by weeks.week, weeks.category, weeks.weekly_rank, weeks.show_title
