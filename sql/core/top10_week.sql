-- One row per week, category, rank and title of Netflix's global Top 10.
-- key: week, category, weekly_rank, show_title, season_title (may be null)
-- columns:
--   week: the Sunday that ends the week
--   category: Netflix's list, such as 'Films (English)'
--   type: 'movie' or 'series'
--   weekly_rank: rank, 1 to 10
--   show_title: title as published
--   season_title: season as published; null for films
--   weekly_hours_viewed: hours viewed in the week
--   weekly_views: hours viewed divided by running time; null before June 2023
--   cumulative_weeks_in_top_10: weeks in the list so far, as published
--   title_id: the title, where one is known by that name
with

weeks as (
    select * from staging.stg_top10__weeks where country_code is null
),

titles as (
    select * from core.title
),

names as (
    select
        titles.title_id,
        titles.type,
        titles.is_on_netflix,
        titles.release_year,
        titles.released_on,
        titles.original_language,
        titles.duration_minutes,
        release.came_on,
        unnest(titles.title_keys) as title_key,
    from titles
    left join core.netflix_release as release using (title_id)
),

entries as (
    select
        type,
        category,
        title_key,
        min(week) as first_week,
        max(week) as last_week,
        max(duration_minutes) as duration_minutes,
    from weeks
    group by all
),

-- The list names a title without its year. Whoever came to Netflix just then is meant; else the
-- language must be that of the list, and a film's length must fit.
candidates as (
    select
        entries.type,
        entries.category,
        entries.title_key,
        names.title_id,
        coalesce(names.came_on between entries.first_week - 41 and entries.first_week, false)
            as is_new,
        names.is_on_netflix,
        year(entries.first_week) - coalesce(names.release_year, 1900) as age,
    from entries
    inner join names using (type, title_key)
    where
        is_new
        or (
            coalesce(names.release_year, 0) <= year(entries.last_week)
            and coalesce(names.released_on <= entries.first_week + 90, true)
            and coalesce((names.original_language = 'en') <> (category like '%Non-English%'), true)
            and coalesce(abs(entries.duration_minutes - names.duration_minutes) <= 10, true)
        )
),

-- Of several, the new one, the one known to be on Netflix, the newest.
named as (
    select
        type,
        category,
        title_key,
        arg_min(title_id, (not is_new, not is_on_netflix, age, title_id)) as title_id,
    from candidates
    group by type, category, title_key
)

select
    weeks.week,
    weeks.category,
    weeks.type,
    weeks.weekly_rank,
    weeks.show_title,
    weeks.season_title,
    weeks.weekly_hours_viewed,
    weeks.weekly_views,
    weeks.cumulative_weeks_in_top_10,
    named.title_id,
from weeks
left join named using (type, category, title_key)
order by week, category, weekly_rank, show_title, season_title
