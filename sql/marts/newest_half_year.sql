-- One row per title whose views in the newest half-year of Netflix's reports are known, with how
-- far these lie from what was expected.
-- scratch
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   release_year: year of release; for a series, of its newest season
--   in_catalogue: whether the catalogue has it
--   period_start: first day of the half-year
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
with

newest as (
    select max(period_start) as period_start from marts.audience where not is_coming
),

judged as (
    select
        audience.*,
        log10(views / typical_views)
        / (log10(expected_views_high / expected_views_low) / 3.29) as standard_errors,
    from marts.audience as audience
    inner join newest using (period_start)
    where views > 0 and is_out_of_fold and expected_views_high > expected_views_low
),

titles as (
    select title_id, release_year, in_catalogue, predicted_rating, genres_listed
    from marts.title_scores
)

select
    judged.title_id,
    judged.type,
    judged.title,
    titles.release_year,
    titles.in_catalogue,
    judged.period_start,
    judged.standard_errors,
    judged.views,
    judged.typical_views,
    judged.expected_views,
    judged.expected_views_low,
    judged.expected_views_high,
    judged.views / judged.typical_views as times_expected,
    judged.is_new,
    titles.predicted_rating,
    titles.genres_listed,
    judged.run_id,
from judged
inner join titles using (title_id)
