-- One row per series and season that a source dates on Netflix, or that would come next: the chance
-- that it enters Netflix's global Top 10, beside what became of it.
-- key: title_id, season
-- columns:
--   title_id: stable key of the title
--   title: the series
--   season: season as the report names it; empty where none is named
--   season_number: number of the season
--   came_on: the day it came to Netflix, or will; null for the season that would come next
--   is_dated: whether a source tells that day; where none does, the chance is that of a season that
--     would come now, and whether it ever will nobody says
--   top10_probability: probability of entering the Top 10 within the set weeks of its coming
--   base_rate: share of the seasons known by then that had entered: what one says without any skill
--   entered_top10: whether it entered; null where that cannot be known (yet)
--   top10_weeks: weeks that it was in it within those weeks; null likewise
--   earlier_season_count: seasons of the series that had come before the quarter began
--   earlier_settled_count: how many of them had a known outcome by then
--   earlier_entered_share: what share of these had entered
--   is_out_of_fold: whether the outcome is known and the model never saw it
--   is_forecast_in_time: whether the model learnt only from what was settled before the quarter in
--     which the season came: the forecast that one would have had
--   in_catalogue: whether our catalogue has the series today
--   is_synthetic: whether this is the synthetic sample, and the series invented
--   run_id: the run that made the chance
with

releases as (
    select * from features.release where season_number is not null
),

scores as (
    select * from scores.season where run_id = getvariable('run_id')
)

select
    releases.title_id,
    titles.title,
    releases.season,
    releases.season_number,
    releases.came_on,
    releases.came_on is not null as is_dated,
    scores.top10_probability,
    scores.base_rate,
    releases.top10_weeks > 0 as entered_top10,
    releases.top10_weeks,
    releases.earlier_count::integer as earlier_season_count,
    releases.earlier_settled::integer as earlier_settled_count,
    releases.earlier_share as earlier_entered_share,
    scores.is_out_of_fold,
    scores.is_forecast_in_time,
    titles.in_catalogue,
    getvariable('is_synthetic') as is_synthetic,
    getvariable('run_id') as run_id,
from releases
inner join core.title as titles using (title_id)
left join scores using (title_id, season)
order by releases.title_id, releases.came_on, releases.season
