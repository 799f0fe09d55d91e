-- One row per title that was watched far less than expected in the newest half-year of Netflix's
-- reports: by one standard error or more.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   release_year: year of release; for a series, of its newest season
--   in_catalogue: whether the catalogue has it
--   period_start: first day of the half-year
--   place: place among its type by standard_errors, from 1
--   standard_errors: how many standard errors the views lie from the typical expectation, on the
--     logarithmic scale; an error is a 3.29th of the 90% interval
--   views: hours viewed divided by running time
--   typical_views: views expected, the median
--   expected_views: views expected, the mean
--   expected_views_low: lower end of the 90% interval
--   expected_views_high: upper end of the 90% interval
--   times_expected: views over typical_views
--   is_new: whether it, or a season of it, came within the half-year
--   predicted_rating: rating expected from what is known before release, 0 to 10
--   genres_listed: listed genres, separated by commas
--   run_id: the run that made the scores
select
    title_id,
    type,
    title,
    release_year,
    in_catalogue,
    period_start,
    row_number() over (partition by type order by standard_errors, title_id) as place,
    standard_errors,
    views,
    typical_views,
    expected_views,
    expected_views_low,
    expected_views_high,
    times_expected,
    is_new,
    predicted_rating,
    genres_listed,
    run_id,
from marts.newest_half_year
where standard_errors <= -1
order by type, place
