-- One row per title of the catalogue that is seen far more than its rating bears out.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   release_year: year of release; for a series, of its newest season
--   place: place by gap, from 1
--   gap: exposure_percentile less rating_percentile
--   rests_on: what says how many see it: 'views' (of the newest half-year that Netflix reports),
--     'popularity' on TMDb where nobody reports views
--   views: views in that half-year; null where the report does not name it
--   exposure_percentile: share of the catalogue's titles of its type, of those that rest on the
--     same, that are viewed less, or are less popular; 0.75 or more
--   rating_percentile: share of them that are rated lower, 0.4 or less
--   popularity: TMDb's popularity, newest reading; its scale drifts over the years
--   weeks_in_top_10: weeks in Netflix's global Top 10
--   rating: the rating judged by: TMDb's with 50 votes or more, else the predicted one
--   is_predicted: whether that rating is the predicted one
--   vote_count: number of TMDb votes
--   genres_listed: listed genres, separated by commas
--   run_id: the run that made the scores
with

weeks as (
    select title_id, count(distinct week) as weeks_in_top_10
    from marts.top10_weeks
    where title_id is not null
    group by title_id
),

viewed as (
    select title_id, views
    from marts.audience
    where
        views is not null
        and period_start = (select max(period_start) from marts.audience where not is_coming)
),

titles as (
    select
        scores.*,
        viewed.views,
        if(viewed.views is null, 'popularity', 'views') as rests_on,
        coalesce(scores.vote_count, 0) < 50 as is_predicted,
        if(is_predicted, scores.predicted_rating, scores.actual_rating) as rating,
    from marts.title_scores as scores
    left join viewed using (title_id)
    where
        scores.in_catalogue and (scores.popularity is not null or viewed.views is not null)
),

placed as (
    select
        *,
        percent_rank() over (
            partition by type, rests_on order by if(rests_on = 'views', views, popularity)
        ) as exposure_percentile,
        percent_rank() over (partition by type order by rating) as rating_percentile,
        exposure_percentile - rating_percentile as gap,
    from titles
    where rating is not null
)

select
    placed.title_id,
    placed.type,
    placed.title,
    placed.release_year,
    row_number() over (order by placed.gap desc, placed.title_id) as place,
    placed.gap,
    placed.rests_on,
    placed.views,
    placed.exposure_percentile,
    placed.rating_percentile,
    placed.popularity,
    coalesce(weeks.weeks_in_top_10, 0) as weeks_in_top_10,
    placed.rating,
    placed.is_predicted,
    placed.vote_count,
    placed.genres_listed,
    placed.run_id,
from placed
left join weeks using (title_id)
where placed.exposure_percentile >= 0.75 and placed.rating_percentile <= 0.4
order by place
