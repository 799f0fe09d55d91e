-- One row per taxonomy and genre: how well the model predicts it, out of fold on listed titles.
-- key: taxonomy, genre
-- columns:
--   taxonomy: 'netflix' or 'tmdb'
--   genre: the genre's name in that taxonomy
--   support: listed titles that have the genre
--   precision: share of the titles predicted to have it that are listed with it; null if none is
--   recall: share of the titles listed with it that are predicted to have it
--   f1: harmonic mean of precision and recall
--   threshold: probability from which the genre is predicted
--   is_modelled: false where the genre has too few examples to learn from
with

thresholds as (
    select * from scores.genre_threshold where run_id = getvariable('run_id')
),

counted as (
    select
        taxonomy,
        genre,
        count(*) filter (is_listed) as support,
        count(*) filter (is_predicted) as predicted_count,
        count(*) filter (is_listed and is_predicted) as right_count,
    from marts.title_genres
    where is_listed is not null and taxonomy in ('netflix', 'tmdb')
    group by taxonomy, genre
)

select
    counted.taxonomy,
    counted.genre,
    counted.support,
    counted.right_count / nullif(counted.predicted_count, 0) as precision,
    counted.right_count / nullif(counted.support, 0) as recall,
    2 * counted.right_count / nullif(counted.support + counted.predicted_count, 0) as f1,
    thresholds.threshold,
    coalesce(thresholds.is_modelled, false) as is_modelled,
from counted
left join thresholds using (taxonomy, genre)
order by counted.taxonomy, counted.support desc, counted.genre
