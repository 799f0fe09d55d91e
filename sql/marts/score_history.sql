-- One row per title and run: the scores that it had then, in all weeks that are kept. Scores that
-- moved by less than 0.05 points of rating and 0.01 of probability stand as they last stood.
-- view
-- key: title_id, run_id
-- columns:
--   title_id: stable key of the title
--   run_id: the run that made the scores
--   week: ISO week of the run, such as 2026-W47
--   predicted_rating: rating expected, 0 to 10
--   predicted_rating_low: lower end of the 90% interval
--   predicted_rating_high: upper end of the 90% interval
--   liked_probability: probability that the title is liked
--   hit_probability: probability of a popularity hit
--   top10_probability: probability of entering Netflix's global Top 10
--   moved_in: the run in which they last moved
--   scored_at: when the run scored, UTC
select
    held.title_id,
    runs.run_id,
    left(runs.run_id, 8) as week,
    round(held.predicted_rating::double, 6) as predicted_rating,
    round(held.predicted_rating_low::double, 6) as predicted_rating_low,
    round(held.predicted_rating_high::double, 6) as predicted_rating_high,
    round(held.liked_probability::double, 6) as liked_probability,
    round(held.hit_probability::double, 6) as hit_probability,
    round(held.top10_probability::double, 6) as top10_probability,
    held.run_id as moved_in,
    runs.scored_at,
from (
    select
        *,
        lead(run_id) over (partition by title_id order by run_id) as until,
    from scores.history
) as held
inner join scores.runs as runs
    on runs.run_id >= held.run_id and (held.until is null or runs.run_id < held.until)
