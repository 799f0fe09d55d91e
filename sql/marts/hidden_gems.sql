-- One row per title of the catalogue that few know and that is predicted among the best of its
-- type, where enough like it is rated.
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
--   rests_on: what says that few know it: 'views' (of the newest half-year that Netflix reports,
--     fewer than the median of the catalogue's titles of its type), 'votes' where nobody reports
--     views
--   views: views in that half-year; null where the report does not name it
--   views_percentile: share of those titles that were viewed less, less than a half
--   vote_count: TMDb votes; where the row rests on them fewer than the median of the catalogue's
--     titles that have any; 0 too where TMDb does not know the title
--   popularity: TMDb's popularity, newest reading; its scale drifts over the years
--   genres_listed: listed genres, separated by commas
--   run_id: the run that made the scores
with

catalogue as (
    select *
    from marts.title_scores
    where in_catalogue and predicted_rating is not null and rating_note is null
),

-- Real demand, wherever it is known.
viewed as (
    select
        audience.title_id,
        audience.views,
        percent_rank() over (partition by audience.type order by audience.views)
            as views_percentile,
    from marts.audience as audience
    inner join catalogue using (title_id)
    where
        audience.views is not null
        and audience.period_start = (
            select max(period_start) from marts.audience where not is_coming
        )
),

titles as (
    select
        catalogue.* replace (coalesce(vote_count, 0) as vote_count),
        quantile_cont(predicted_rating, 0.8) over (partition by catalogue.type) as bar,
        viewed.views,
        viewed.views_percentile,
        if(viewed.views is null, 'votes', 'views') as rests_on,
    from catalogue
    left join viewed using (title_id)
),

known as (
    select median(vote_count) as median_votes from titles where vote_count > 0
),

gems as (
    select *
    from titles
    where
        predicted_rating >= bar
        and if(
            rests_on = 'views',
            views_percentile < 0.5,
            vote_count < coalesce((select median_votes from known), 1)
        )
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
    rests_on,
    views,
    views_percentile,
    vote_count,
    popularity,
    genres_listed,
    run_id,
from gems
order by place
