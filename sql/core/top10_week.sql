-- One row per week, category, rank and title of Netflix's global Top 10.
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
    select title_id, type, is_on_netflix, release_year, unnest(title_keys) as title_key
    from titles
),

-- Of several titles with one name, the one known to be on Netflix and nearest in time is meant.
named as (
    select
        weeks.type,
        weeks.title_key,
        arg_min(
            names.title_id,
            (
                not names.is_on_netflix,
                abs(year(weeks.week) - coalesce(names.release_year, 1900)),
                names.title_id
            )
        ) as title_id,
    from weeks
    inner join names using (type, title_key)
    where coalesce(names.release_year, 0) <= year(weeks.week)
    group by weeks.type, weeks.title_key
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
left join named using (type, title_key)
order by week, category, weekly_rank, show_title, season_title
