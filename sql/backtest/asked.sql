-- What is asked on the cut, with what became of it by today: one row per question, title and season
-- of what came from the cut up to the next one.
with

titles as (
    select * from published.features.title
),

outcomes as (
    select * from published.features.outcome
),

readings as (
    select titles.title_id, max(reading.snapshot_on) as read_on
    from published.core.tmdb_reading as reading
    inner join published.core.title as titles using (type, tmdb_id)
    where reading.vote_count is not null
    group by titles.title_id
),

released as (
    select *
    from titles
    where
        released_on >= getvariable('cut_on') and released_on < getvariable('until_on')
)

select
    'top10' as question,
    titles.title_id,
    '' as season,
    titles.type,
    null::date as period_start,
    outcomes.entered_top10::integer::double as actual,
from titles
inner join outcomes using (title_id)
where
    titles.came_on >= getvariable('cut_on')
    and titles.came_on < getvariable('until_on')
    and outcomes.entered_top10 is not null
union all
select
    'top10_season',
    title_id,
    season,
    'series',
    null,
    (top10_weeks > 0)::integer::double
from published.features.release
where
    season_number is not null
    and came_on >= getvariable('cut_on')
    and came_on < getvariable('until_on')
    and top10_weeks is not null
union all
select 'hit', title_id, '', released.type, null, outcomes.settled_hit::integer::double
from released
inner join outcomes using (title_id)
where outcomes.settled_hit is not null
union all
select 'rating', title_id, '', released.type, null, outcomes.rating
from released
inner join outcomes using (title_id)
inner join readings using (title_id)
where
    outcomes.rating is not null
    and outcomes.vote_count >= getvariable('reliable_votes')
    -- A reading of the first days says little.
    and readings.read_on >= released.released_on + getvariable('settling_days')
union all
select 'views', title_id, season, type, period_start, views
from published.core.season_engagement
where
    came_on >= getvariable('cut_on')
    and came_on < getvariable('until_on')
    and came_on >= period_start
    and came_on < period_start + interval 6 month
    and views > 0
order by all
