-- One row per week, category, rank and title of Netflix's global Top 10, beside our predictions.
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
--   top10_probability: probability of entering the Top 10, of the newest run
--   hit_probability: probability of a popularity hit, of the newest run
select
    weeks.* exclude (season_number),
    scores.top10_probability,
    scores.hit_probability,
from core.top10_week as weeks
left join marts.title_scores as scores using (title_id)
order by weeks.week, weeks.category, weeks.weekly_rank, weeks.show_title
