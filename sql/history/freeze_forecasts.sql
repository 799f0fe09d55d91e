-- Freeze what this run says of what is still open: titles that are to come within a year, and those
-- whose outcome is not known yet: of the Top 10 of titles and of seasons for as long as its weeks
-- run, of hits and ratings for four weeks. What the week's first run has said stays. Of views in
-- the half-year after the newest report, the first that is said of a title in the half-year: it has
-- begun by then, so that this is what counts.
insert into ops.forecasts by name
with

titles as (
    select title.*, outcome.* exclude (title_id)
    from features.title as title
    inner join features.outcome as outcome using (title_id)
),

scored as (
    select * from scores.title where run_id = getvariable('run_id')
),

seasons as (
    select * from scores.season where run_id = getvariable('run_id')
),

readings as (
    select titles.title_id, max(reading.snapshot_on) as read_on
    from core.tmdb_reading as reading
    inner join core.title as titles using (type, tmdb_id)
    where reading.vote_count is not null
    group by titles.title_id
),

open_titles as (
    select
        'top10' as question,
        'top10' as model,
        title_id,
        null::varchar as season,
        type,
        came_on as comes_on,
    from titles
    where
        entered_top10 is null
        and came_on > getvariable('as_of') - 7 * getvariable('top10_weeks')::integer
        and came_on <= getvariable('as_of') + 366
    union all
    select 'top10_season', 'top10', title_id, season, 'series', came_on
    from features.release
    where
        season_number is not null
        and top10_weeks is null
        and came_on > getvariable('as_of') - 7 * getvariable('top10_weeks')::integer
        and came_on <= getvariable('as_of') + 366
    union all
    select unnest(['hit', 'rating']), unnest(['hit', 'rating']), title_id, null, type, released_on
    from titles
    left join readings using (title_id)
    where
        released_on > getvariable('as_of') - 28
        and released_on <= getvariable('as_of') + 366
        and settled_hit is null
        and coalesce(readings.read_on < released_on + 28, true)
),

said as (
    select
        open_titles.*,
        case question
            when 'top10' then scored.top10_probability
            when 'top10_season' then seasons.top10_probability
            when 'hit' then scored.hit_probability
            else scored.predicted_rating
        end as predicted,
        if(question = 'rating', scored.predicted_rating_low, null) as predicted_low,
        if(question = 'rating', scored.predicted_rating_high, null) as predicted_high,
        scored.scored_at,
    from open_titles
    inner join scored using (title_id)
    left join seasons
        on open_titles.title_id = seasons.title_id and open_titles.season = seasons.season
),

-- The base rate of the last year, of all that is known where that is little.
known as (
    select 'top10' as question, type, came_on as happened_on, entered_top10::integer as is_true
    from titles
    where entered_top10 is not null
    union all
    select 'top10_season', 'series', came_on, (top10_weeks > 0)::integer
    from features.release
    where season_number is not null and came_on is not null and top10_weeks is not null
    union all
    select 'hit', type, released_on, is_hit::integer
    from titles
    where is_hit is not null
),

recent as (
    select
        *,
        coalesce(
            happened_on > max(happened_on) over (partition by question, type) - 365, false
        ) as is_recent,
    from known
),

rates as (
    select
        question,
        type,
        if(
            count(*) filter (where is_recent) >= 50,
            avg(is_true) filter (where is_recent),
            avg(is_true)
        ) as base_rate,
    from recent
    group by question, type
),

rated as (
    select
        title_id,
        type,
        rating,
        avg(rating) over (partition by type) as type_mean,
    from titles
    where rating is not null and vote_count >= 10
),

type_means as (
    select type, any_value(type_mean) as mean_rating
    from rated
    group by type
),

-- Drawn towards the mean of the type by five titles.
genre_means as (
    select
        rated.type,
        listing.taxonomy,
        listing.genre,
        (sum(rated.rating) + 5 * any_value(rated.type_mean)) / (count(*) + 5) as mean_rating,
    from rated
    inner join features.listing as listing using (title_id)
    group by all
),

listed_means as (
    select said.title_id, avg(genre_means.mean_rating) as mean_rating
    from said
    inner join features.listing as listing using (title_id)
    inner join genre_means using (type, taxonomy, genre)
    where said.question = 'rating'
    group by said.title_id
),

-- What one would say of views without any model: as many as in the half-year before; where nobody
-- knows those, the middle of the newest report.
last_views as (
    select title_id, any_value(period_start) as period_start, sum(last_views) as views
    from features.viewing
    where is_coming
    group by title_id
),

middle_views as (
    select title.type, 10 ** avg(log10(viewing.views)) as views
    from features.viewing as viewing
    inner join features.title as title using (title_id)
    where
        viewing.views > 0
        and viewing.period_start = (
            select max(period_start) from features.viewing where views is not null
        )
    group by title.type
),

views_said as (
    select
        'views' as question,
        half_year.title_id,
        null::varchar as season,
        titles.type,
        greatest(getvariable('as_of'), scored.scored_at::date) as made_on,
        half_year.period_start as comes_on,
        half_year.typical_views as predicted,
        half_year.expected_views_low as predicted_low,
        half_year.expected_views_high as predicted_high,
        coalesce(nullif(last_views.views, 0), middle_views.views) as base_rate,
    from scores.half_year as half_year
    inner join last_views using (title_id, period_start)
    inner join titles using (title_id)
    inner join scored using (title_id)
    inner join middle_views using (type)
    where
        half_year.run_id = getvariable('run_id')
        and half_year.typical_views > 0
        and half_year.expected_views_low is not null
)

select
    getvariable('run_id') as run_id,
    views_said.*,
    models.version as model_version,
from views_said
inner join ops.models as models
    on models.run_id = getvariable('run_id') and models.model = 'audience'
anti join ops.forecasts as before
    on
        before.question = 'views'
        and views_said.title_id = before.title_id
        and views_said.comes_on = before.comes_on
union all
select
    getvariable('run_id') as run_id,
    said.question,
    said.title_id,
    said.season,
    said.type,
    greatest(getvariable('as_of'), said.scored_at::date) as made_on,
    said.comes_on,
    said.predicted,
    said.predicted_low,
    said.predicted_high,
    if(
        said.question = 'rating',
        coalesce(listed_means.mean_rating, type_means.mean_rating),
        rates.base_rate
    ) as base_rate,
    models.version as model_version,
from said
inner join ops.models as models
    on models.run_id = getvariable('run_id') and said.model = models.model
left join rates using (question, type)
left join type_means using (type)
left join listed_means using (title_id)
anti join ops.forecasts as before
    on
        starts_with(before.run_id, getvariable('week'))
        and said.question = before.question
        and said.title_id = before.title_id
        and said.season is not distinct from before.season
where
    said.predicted is not null
    and if(said.question = 'rating', type_means.mean_rating, rates.base_rate) is not null
order by question, title_id, season
