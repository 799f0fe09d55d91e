-- One row per question, title and season whose outcome is settled: what forecasts are held against.
-- key: question, title_id, season, came_on
-- columns:
--   question: 'top10' (enters Netflix's Top 10), 'top10_season' (a season does), 'hit' (becomes
--     popular on TMDb), 'rating' (TMDb's vote average) or 'views' (of all its seasons in a
--     half-year of Netflix's reports)
--   title_id: stable key of the title
--   season: season as the report names it; empty but for seasons
--   type: 'movie' or 'series'
--   came_on: the day it came to Netflix; of a hit and a rating, of its release; of views the first
--     day of the half-year
--   actual: what became of it: 1 or 0 of a chance
with

titles as (
    select * from features.title
),

outcomes as (
    select * from features.outcome
),

readings as (
    select titles.title_id, max(reading.snapshot_on) as read_on
    from core.tmdb_reading as reading
    inner join core.title as titles using (type, tmdb_id)
    where reading.vote_count is not null
    group by titles.title_id
)

select
    'top10' as question,
    titles.title_id,
    '' as season,
    titles.type,
    titles.came_on,
    outcomes.entered_top10::integer::double as actual,
from titles
inner join outcomes using (title_id)
where outcomes.entered_top10 is not null
union all
select 'top10_season', title_id, season, 'series', came_on, (top10_weeks > 0)::integer::double
from features.release
where season_number is not null and came_on is not null and top10_weeks is not null
union all
select 'hit', title_id, '', titles.type, titles.released_on, settled_hit::integer::double
from titles
inner join outcomes using (title_id)
where settled_hit is not null
union all
-- A reading of a title's first four weeks says little of what becomes of it.
select 'rating', title_id, '', titles.type, titles.released_on, outcomes.rating
from titles
inner join outcomes using (title_id)
inner join readings using (title_id)
where
    outcomes.rating is not null
    and outcomes.vote_count >= 10
    and readings.read_on >= titles.released_on + 28
union all
select 'views', title_id, '', any_value(titles.type), viewing.period_start, sum(viewing.views)
from features.viewing as viewing
inner join titles using (title_id)
where viewing.views > 0
group by title_id, viewing.period_start
order by question, title_id, season, came_on
