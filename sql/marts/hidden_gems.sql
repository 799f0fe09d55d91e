-- One row per little-known title of the catalogue that is predicted among the best of its type.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   release_year: year of release; for a series, of its newest season
--   place: place among all by the low end of the predicted rating's interval, from 1
--   predicted_rating: rating expected, 0 to 10: in the upper fifth of its type in the catalogue
--   predicted_rating_low: lower end of the 90% interval
--   predicted_rating_high: upper end of the 90% interval
--   actual_rating: TMDb's vote average, 6.5 or more; null without votes
--   vote_count: TMDb votes, fewer than the median of the catalogue's titles that have any; 0 too
--     where TMDb does not know the title
--   popularity: TMDb's popularity, newest reading; its scale drifts over the years
--   genres_listed: listed genres, separated by commas
--   run_id: the run that made the scores
with

titles as (
    select
        * replace (coalesce(vote_count, 0) as vote_count),
        quantile_cont(predicted_rating, 0.8) over (partition by type) as bar,
    from marts.title_scores
    where in_catalogue and predicted_rating is not null
),

known as (
    select median(vote_count) as median_votes from titles where vote_count > 0
),

gems as (
    select *
    from titles
    where
        predicted_rating >= bar
        and vote_count < coalesce((select median_votes from known), 1)
        and (vote_count = 0 or actual_rating >= 6.5)
)

select
    title_id,
    type,
    title,
    release_year,
    row_number() over (order by predicted_rating_low desc, title_id) as place,
    predicted_rating,
    predicted_rating_low,
    predicted_rating_high,
    actual_rating,
    vote_count,
    popularity,
    genres_listed,
    run_id,
from gems
order by place
