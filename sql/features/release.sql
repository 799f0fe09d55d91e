-- One row per film and per season that a source dates on Netflix, and per season that would come
-- next: what is known of it when the quarter begins in which it comes, and whether it entered the
-- Top 10. Nothing here but the outcome and its day is younger than the day it came.
-- key: title_id, season
-- columns:
--   title_id: stable key of the title
--   season: season as the report names it; empty for a film and where none is named
--   season_number: number of the season; null for a film
--   came_on: the day it came to Netflix, or will; null for a season that would come next
--   settled_on: the day on which its outcome is known at the latest, the last list published; null
--     where came_on is
--   known_on: the first day of the quarter in which it comes; of one that would come next the day
--     on which the newest list was published
--   is_first: whether it is what the title's own outcome speaks of: the film or the first season
--   minutes: running time, minutes
--   has_local_title: whether Netflix's report names it in its own language, too; null where none
--     names it
--   earlier_count: seasons of the title that came before known_on
--   years_since: years since the last of them
--   earlier_settled: how many of them had a known outcome by then
--   earlier_share: what share of these had entered the Top 10
--   last_weeks: weeks that the last of these was in it
--   earlier_weeks: weeks that the series had been in it at all by then
--   earlier_hours: the most hours viewed of one of these weeks
--   top10_weeks: weeks in the global Top 10 within the set weeks of its coming, an outcome; null
--     where the lists do not span them
with

weeks as (
    select * from core.top10_week
),

lists as (
    select
        min(week) - 6 as first_on,
        max(week) as last_on,
        7 * getvariable('top10_weeks')::integer as days,
    from weeks
),

reported as (
    select * from core.season_release
),

local_titles as (
    select title_id, bool_or(is_original) as has_local_title
    from core.title_alias
    where source = 'engagement report'
    group by title_id
),

releases as (
    select
        release.title_id,
        '' as season,
        if(titles.type = 'series', 1, null) as season_number,
        if(titles.type = 'movie', titles.duration_minutes, null) as minutes,
        release.came_on,
    from core.netflix_release as release
    inner join core.title as titles using (title_id)
),

following as (
    select
        reported.title_id,
        'Season ' || max(season_number) + 1 as season,
        max(season_number) + 1 as season_number,
        arg_max(minutes, came_on) as minutes,
    from reported
    cross join lists
    group by reported.title_id
    -- A series that has paused for longer rarely comes back, and a limited one is whole.
    having
        max(came_on) >= any_value(lists.last_on) - interval 3 year
        and not bool_or(season ilike '%limited%')
),

asked as (
    select
        rows.*,
        lists.first_on,
        lists.last_on,
        lists.days,
        rows.came_on + lists.days + 7 as settled_on,
        coalesce(date_trunc('quarter', rows.came_on)::date, lists.last_on + 2) as known_on,
    from (
        select * from reported where came_on is not null
        union all by name
        select releases.*
        from releases
        anti join (
            select title_id from reported where season_number = 1 and came_on is not null
        ) as firsts using (title_id)
        union all by name
        select * from following
    ) as rows
    cross join lists
),

outcomes as (
    select
        asked.title_id,
        asked.season,
        count(distinct weeks.week) as top10_weeks,
    from asked
    left join weeks
        on
            asked.title_id = weeks.title_id
            and asked.season_number is not distinct from weeks.season_number
            and weeks.week >= asked.came_on
            and weeks.week - 6 < asked.came_on + asked.days
    where asked.came_on between asked.first_on and asked.last_on - asked.days
    group by asked.title_id, asked.season
),

settled as (
    select asked.*, outcomes.top10_weeks
    from asked
    left join outcomes using (title_id, season)
    where asked.season_number is not null
),

earlier_seasons as (
    select
        asked.title_id,
        asked.season,
        count(*) as earlier_count,
        max(earlier.came_on) as last_came_on,
        count(earlier.top10_weeks) filter (earlier.settled_on <= asked.known_on)
            as earlier_settled,
        avg((earlier.top10_weeks > 0)::integer) filter (earlier.settled_on <= asked.known_on)
            as earlier_share,
        arg_max(earlier.top10_weeks, (earlier.came_on, earlier.season))
            filter (earlier.settled_on <= asked.known_on) as last_weeks,
    from asked
    inner join settled as earlier
        on asked.title_id = earlier.title_id and earlier.came_on < asked.known_on
    group by asked.title_id, asked.season
),

earlier_lists as (
    select
        asked.title_id,
        asked.season,
        count(distinct weeks.week) as earlier_weeks,
        max(weeks.weekly_hours_viewed) as earlier_hours,
    from asked
    inner join weeks
        -- A list is published on the Tuesday after its Sunday.
        on asked.title_id = weeks.title_id and weeks.week + 2 <= asked.known_on
    where asked.season_number is not null
    group by asked.title_id, asked.season
)

select
    asked.title_id,
    asked.season,
    asked.season_number::integer as season_number,
    asked.came_on,
    asked.settled_on,
    asked.known_on,
    releases.title_id is not null
    and row_number() over (
        partition by asked.title_id, asked.came_on order by asked.season_number, asked.season
    ) = 1 as is_first,
    asked.minutes::double as minutes,
    local_titles.has_local_title,
    coalesce(earlier_seasons.earlier_count, 0) as earlier_count,
    (coalesce(asked.came_on, asked.known_on) - earlier_seasons.last_came_on) / 365.25
        as years_since,
    coalesce(earlier_seasons.earlier_settled, 0) as earlier_settled,
    earlier_seasons.earlier_share,
    earlier_seasons.last_weeks,
    coalesce(earlier_lists.earlier_weeks, 0) as earlier_weeks,
    earlier_lists.earlier_hours,
    outcomes.top10_weeks::integer as top10_weeks,
from asked
left join outcomes using (title_id, season)
left join local_titles using (title_id)
left join earlier_seasons using (title_id, season)
left join earlier_lists using (title_id, season)
left join releases on asked.title_id = releases.title_id and asked.came_on = releases.came_on
order by asked.title_id, asked.came_on, asked.season
