-- title: Who left
-- lede: Which of the titles that left would be missed most?
-- finding: “{title}” left with a predicted rating of {predicted_rating}.
-- reading: ● predicted rating, 3 to 10, in its 90% interval  ○ TMDb's rating
-- chart: ranges y=title x=predicted_rating low=predicted_rating_low high=predicted_rating_high
--    mark=actual_rating top=8
-- column: title | Title | title
-- column: about | + | text
-- column: predicted_rating | Predicted rating | rating
-- column: predicted_rating_low | - | rating
-- column: predicted_rating_high | - | rating
-- column: actual_rating | TMDb rating | rating
-- column: hit_probability | Chance of a hit | percent
-- order: by the low end of the predicted rating's interval
-- mail: table 3 title about predicted_rating hit_probability
-- empty: No title left with the newest snapshot.
-- param: limit = 15
-- model: rating
with

title_scores as (
    select * from marts.title_scores where run_id = $run_id
),

departed as (
    select title_id from marts.catalogue_changes
    where
        change = 'departed'
        and snapshot_on = (select max(snapshot_on) from marts.catalogue_snapshots)
)

select
    title_scores.title,
    concat_ws(
        ' · ',
        title_scores.release_year,
        if(title_scores.type = 'movie', 'film', 'series'),
        title_scores.genres_listed
    ) as about,
    title_scores.predicted_rating,
    title_scores.predicted_rating_low,
    title_scores.predicted_rating_high,
    title_scores.actual_rating,
    title_scores.hit_probability,
from departed
inner join title_scores on departed.title_id = title_scores.title_id
order by title_scores.predicted_rating_low desc, title_scores.title
limit $limit
