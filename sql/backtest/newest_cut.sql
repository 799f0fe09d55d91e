-- The newest cut after which each of $questions that has $enough outcomes at all has so many, where
-- cuts lie $every months apart, counted from January.
with

outcomes as (
    select question, came_on as happened_on
    from published.features.settled_outcome
    where question <> 'views'
    union all
    select 'views', came_on
    from published.core.season_engagement
    where views > 0 and came_on >= period_start
),

counted as (
    select
        question,
        time_bucket(to_months($every::integer), happened_on, date '2000-01-01') as cut_on,
        count(*) as outcome_count,
    from outcomes
    where list_contains($questions, question) and happened_on is not null
    group by all
    having outcome_count >= $enough
)

select min(newest_on) as cut_on
from (select max(cut_on) as newest_on from counted group by question)
having cut_on is not null
