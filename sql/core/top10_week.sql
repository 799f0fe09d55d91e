-- One row per week, category, rank and title of Netflix's global Top 10.
-- key: week, category, weekly_rank, show_title, season_title (may be null)
-- columns:
--   week: the Sunday that ends the week
--   category: Netflix's list, such as 'Films (English)'
--   type: 'movie' or 'series'
--   weekly_rank: rank, 1 to 10
--   show_title: title as published
--   season_title: season as published; null for films
--   season_number: the number in the season's name, 1 where it has none; null for films
--   weekly_hours_viewed: hours viewed in the week
--   weekly_views: hours viewed divided by running time; null before June 2023
--   cumulative_weeks_in_top_10: weeks in the list so far, as published
--   title_id: the title
select
    weeks.week,
    weeks.category,
    weeks.type,
    weeks.weekly_rank,
    weeks.show_title,
    weeks.season_title,
    -- "The 8 Show: Limited Series" is no eighth season.
    if(
        weeks.type = 'series',
        season_number_of(
            if(
                starts_with(weeks.season_title, weeks.show_title),
                weeks.season_title[len(weeks.show_title) + 1:],
                weeks.season_title
            )
        ),
        null
    ) as season_number,
    weeks.weekly_hours_viewed,
    weeks.weekly_views,
    weeks.cumulative_weeks_in_top_10,
    named.title_id,
from staging.stg_top10__weeks as weeks
inner join core.named_title as named using (load_id, row_number)
where weeks.country_code is null
order by week, category, weekly_rank, show_title, season_title
