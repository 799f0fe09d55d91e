-- title: Best predicted
-- lede: Which titles of the catalogue should viewers rate highest?
-- finding: “{title}” is predicted {predicted_rating} out of 10.
-- reading: ● predicted rating, 3 to 10, in its 90% interval  ○ TMDb's rating
-- chart: ranges y=title x=predicted_rating low=predicted_rating_low high=predicted_rating_high
--    mark=actual_rating top=12
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: predicted_rating | Predicted rating | rating
-- column: predicted_rating_low | From | rating
-- column: predicted_rating_high | To | rating
-- column: actual_rating | TMDb rating | rating
-- column: vote_count | Votes | integer
-- column: title_id | - | code
-- order: by predicted rating
-- note: Only titles with at least twenty rated ones like them, and none that a hundred voters or
--    more rate below the interval.
-- note: Of every ten such intervals, about nine hold the rating that viewers give.
-- empty: No title of the catalogue has a predicted rating.
-- param: limit = 20
-- model: rating
select
    title,
    concat_ws(' · ', release_year, if(type = 'movie', 'film', 'series'), genres_listed) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    predicted_rating,
    predicted_rating_low,
    predicted_rating_high,
    actual_rating,
    vote_count,
    title_id,
from marts.title_scores
left join marts.title_links as links using (title_id)
where
    run_id = $run_id
    and in_catalogue
    and predicted_rating is not null
    and rating_note is null
    -- What viewers say is known better than what a model says.
    and not coalesce(vote_count >= 100 and actual_rating < predicted_rating_low, false)
order by predicted_rating desc, title
limit $limit
