-- What is asked on the cut, with what became of it by today: one row per question, title and season
-- of what came from the cut up to the next one; and the day from which that could be known.
select
    question,
    title_id,
    season,
    type,
    null::date as period_start,
    actual,
    came_on
    + if(question in ('hit', 'rating'), 28, 7 * getvariable('top10_weeks')::integer + 7)
        as settled_on,
from published.features.settled_outcome
where
    question <> 'views'
    and came_on >= getvariable('cut_on')
    and came_on < getvariable('until_on')
union all
select
    'views',
    title_id,
    season,
    type,
    period_start,
    views,
    (period_start + interval 6 month)::date,
from published.core.season_engagement
where
    came_on >= getvariable('cut_on')
    and came_on < getvariable('until_on')
    and came_on >= period_start
    and came_on < period_start + interval 6 month
    and views > 0
order by all
