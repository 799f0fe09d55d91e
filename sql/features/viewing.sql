-- One row per title, season and half-year: what may be known of how it will be watched, and how it
-- was. Half-years of Netflix's reports and, without an outcome, the one that follows the newest:
-- of all that the newest names or the catalogue has.
-- key: title_id, season, period_start
-- columns:
--   title_id: stable key of the title
--   season: season as the report names it; empty for a film and where none is named
--   period_start: first day of the half-year
--   season_number: number of the season; null for a film
--   minutes: running time, minutes
--   came_on: the day it came to Netflix, as a report states it
--   days: days of the half-year on which it was there: all, but for what came within it
--   is_new: whether it came within the half-year
--   is_coming: whether the half-year is the one after the newest report
--   earlier_views: views of the best of the title's earlier seasons in the last half-year that was
--     over when this season came
--   season_before_views: the same of the season just before
--   earlier_weekly_hours: the most hours of a week in the global Top 10 before this season came
--   earlier_weeks: in how many weeks earlier seasons stood there
--   last_views: views in the half-year before
--   last_days: days of that half-year on which it was there
--   before_last_views: views in the half-year before that
--   last_other_views: views of the title's other seasons in the half-year before
--   last_season_count: how many seasons of the title the half-year before reports
--   later_season_count: how many numbers the title's newest season of that half-year is ahead
--   had_new_season: whether one of them came within that half-year
--   is_first_named: whether no report before names the title, though there is one, and none dates
--     it: as far as anybody knows it came within the half-year
--   top10_weeks: weeks in the global Top 10 within 91 days of the season's coming, an outcome; null
--     where the lists do not span them
--   top10_views: views in those weeks, an outcome; null without any
--   top10_bound: views that the tenth places of those weeks had: a season that stood in none had
--     fewer
--   hours_viewed: hours viewed, an outcome
--   views: hours viewed divided by running time, an outcome
with

reported as (
    select *, (period_start + interval 6 month)::date as period_end
    from core.season_engagement
),

newest as (
    select max(period_start) as period_start, max(period_end) as next_start
    from reported
    where hours_viewed is not null
),

coming as (
    select
        reported.* replace (
            reported.period_end as period_start,
            (reported.period_end + interval 6 month)::date as period_end,
            null as hours_viewed,
            null as views
        ),
    from reported
    inner join newest using (period_start)
    -- A backtest asks about seasons that came in it: these have a row already.
    anti join reported as asked
        on
            reported.title_id = asked.title_id
            and reported.season = asked.season
            and newest.next_start = asked.period_start
    union all by name
    select
        titles.title_id,
        '' as season,
        newest.next_start as period_start,
        titles.type,
        if(titles.type = 'series', 1, null) as season_number,
        if(titles.type = 'movie', titles.duration_minutes, null) as minutes,
        (newest.next_start + interval 6 month)::date as period_end,
    from core.title as titles
    cross join newest
    anti join (select title_id from reported inner join newest using (period_start)) as own
        using (title_id)
    where titles.in_catalogue and newest.next_start is not null
),

seasons as (
    select
        *,
        coalesce(came_on >= period_start and came_on < period_end, false) as is_new,
        (period_end - if(is_new, came_on, period_start))::integer as days,
    from (
        from reported
        union all by name
        from coming
    )
),

-- What the half-years that were over told of a title's earlier seasons when a season came.
comings as (
    select distinct title_id, season_number, came_on
    from seasons
    where season_number > 1 and came_on is not null
),

earlier as (
    select
        comings.title_id,
        comings.season_number,
        comings.came_on,
        max(reported.period_start) as period_start,
    from comings
    inner join reported
        on
            comings.title_id = reported.title_id
            and reported.season_number < comings.season_number
            and reported.period_end <= comings.came_on
            and reported.views > 0
    group by all
),

earlier_views as (
    select
        earlier.title_id,
        earlier.season_number,
        earlier.came_on,
        max(reported.views) as earlier_views,
        arg_max(reported.views, reported.season_number) as season_before_views,
    from earlier
    inner join reported
        on
            earlier.title_id = reported.title_id
            and earlier.period_start = reported.period_start
            and reported.season_number < earlier.season_number
            and reported.views > 0
    group by all
),

earlier_weeks as (
    select
        comings.title_id,
        comings.season_number,
        comings.came_on,
        max(weeks.weekly_hours_viewed) as earlier_weekly_hours,
        count(distinct weeks.week) as earlier_weeks,
    from comings
    left join core.top10_week as weeks
        on comings.title_id = weeks.title_id and weeks.week < comings.came_on
    where comings.came_on >= (select min(week) + 28 from core.top10_week)
    group by all
),

-- What the weekly lists tell of a season's first 91 days.
dated as (
    select
        title_id,
        season,
        any_value(type) as type,
        any_value(season_number) as season_number,
        max(minutes) as minutes,
        min(came_on) as came_on,
    from reported
    where came_on is not null and minutes > 0
    group by title_id, season
),

spanned as (
    select dated.*
    from dated
    cross join (select min(week) - 6 as first_on, max(week) as last_on from core.top10_week) as span
    where dated.came_on >= span.first_on and dated.came_on + 91 <= span.last_on
),

tenths as (
    select type, week, max(hours) as hours
    from (
        select type, category, week, min(weekly_hours_viewed) as hours
        from core.top10_week
        group by all
    )
    group by type, week
),

bounds as (
    select
        spanned.title_id,
        spanned.season,
        sum(tenths.hours) * 60 / any_value(spanned.minutes) as top10_bound,
    from spanned
    inner join tenths
        on
            spanned.type = tenths.type
            and tenths.week between spanned.came_on and spanned.came_on + 94
    group by all
),

stays as (
    select
        spanned.title_id,
        spanned.season,
        count(distinct weeks.week) as top10_weeks,
        sum(weeks.weekly_hours_viewed) * 60 / any_value(spanned.minutes) as top10_views,
    from spanned
    left join core.top10_week as weeks
        on
            spanned.title_id = weeks.title_id
            and weeks.week between spanned.came_on and spanned.came_on + 94
            and spanned.season_number is not distinct from weeks.season_number
    group by all
),

firsts as (
    select
        title_id,
        min(period_start) as period_start,
        bool_or(came_on is not null) as is_dated,
    from reported
    group by title_id
),

-- Of a half-year, what the next one goes by.
titles_then as (
    select
        title_id,
        period_start,
        sum(views) as views,
        count(*) as season_count,
        max(season_number) as last_number,
        bool_or(is_new) as had_new_season,
    from seasons
    where hours_viewed is not null
    group by all
),

pasts as (
    select title_id, season, period_end as period_start, period_start as last_start, views, days
    from seasons
    where views > 0
)

select
    seasons.title_id,
    seasons.season,
    seasons.period_start,
    seasons.season_number::double as season_number,
    seasons.minutes::double as minutes,
    seasons.came_on,
    seasons.days,
    seasons.is_new,
    seasons.hours_viewed is null as is_coming,
    earlier_views.earlier_views,
    earlier_views.season_before_views,
    earlier_weeks.earlier_weekly_hours,
    earlier_weeks.earlier_weeks,
    pasts.views as last_views,
    pasts.days as last_days,
    before.views as before_last_views,
    titles_then.views - pasts.views as last_other_views,
    titles_then.season_count as last_season_count,
    titles_then.last_number - seasons.season_number as later_season_count,
    titles_then.had_new_season,
    coalesce(
        seasons.period_start = firsts.period_start
        and not firsts.is_dated
        and firsts.period_start > (select min(period_start) from reported),
        false
    ) as is_first_named,
    stays.top10_weeks,
    stays.top10_views,
    bounds.top10_bound,
    seasons.hours_viewed,
    if(seasons.views > 0, seasons.views, null) as views,
from seasons
left join stays using (title_id, season)
left join bounds using (title_id, season)
left join earlier_views using (title_id, season_number, came_on)
left join earlier_weeks using (title_id, season_number, came_on)
left join pasts using (title_id, season, period_start)
left join pasts as before
    on
        pasts.title_id = before.title_id
        and pasts.season = before.season
        and pasts.last_start = before.period_start
left join titles_then
    on
        pasts.title_id = titles_then.title_id
        and pasts.last_start = titles_then.period_start
left join firsts on seasons.title_id = firsts.title_id
order by seasons.title_id, seasons.period_start, seasons.season
