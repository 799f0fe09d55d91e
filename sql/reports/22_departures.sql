-- title: Who left
-- lede: Which of the titles that left would be missed most?
-- finding: “{title}”, with a predicted rating of {predicted_rating}, {what}.
-- reading: ● predicted rating, 3 to 10, in its 90% interval  ○ TMDb's rating
-- chart: ranges y=title x=predicted_rating low=predicted_rating_low high=predicted_rating_high
--    mark=actual_rating top=8
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: what | - | text
-- column: state | In the newest list | text
-- column: predicted_rating | Predicted rating | rating
-- column: predicted_rating_low | - | rating
-- column: predicted_rating_high | - | rating
-- column: actual_rating | TMDb rating | rating
-- column: hit_probability | Chance to be popular on TMDb | percent
-- column: title_id | - | code
-- note: What a list lacks may be back within days: until then it is not in this list, and has not
--    left.
-- order: by the low end of the predicted rating's interval
-- mail: table 3 title about state predicted_rating
-- empty: No title is known to have left with the newest list. The first list of a source has none
--    before it to be compared with.
-- param: limit = 15
-- model: rating
with

title_scores as (
    select * from marts.title_scores where run_id = $run_id
),

departed as (
    select title_id, is_confirmed from marts.catalogue_changes
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
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    if(departed.is_confirmed, 'left', 'is not in the newest list') as what,
    if(departed.is_confirmed, 'gone', 'missing, not yet confirmed') as state,
    title_scores.predicted_rating,
    title_scores.predicted_rating_low,
    title_scores.predicted_rating_high,
    title_scores.actual_rating,
    if(title_scores.hit_note is null, title_scores.hit_probability, null) as hit_probability,
    title_scores.title_id,
from departed
inner join title_scores on departed.title_id = title_scores.title_id
left join marts.title_links as links on title_scores.title_id = links.title_id
order by title_scores.predicted_rating_low desc, title_scores.title
limit $limit
