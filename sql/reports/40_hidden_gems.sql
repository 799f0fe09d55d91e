-- title: Hidden gems
-- lede: Which titles of the catalogue deserve more viewers than have found them?
-- finding: “{title}” is predicted {predicted_rating}, with {views|view|views} in the newest
--    half-year.
-- finding: “{title}” is predicted {predicted_rating}, with {vote_count|vote|votes} on TMDb.
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
-- column: views | Views | views
-- column: vote_count | Votes | integer
-- column: rests_on | Rests on | text
-- column: title_id | - | code
-- order: by the low end of the predicted rating's interval
-- note: A gem is predicted among the best fifth of the catalogue's films, or series, and was viewed
--    less than half of them in the newest half-year that Netflix reports. Where the report does
--    not name it, it rests on votes: it has fewer than the median of the titles that have any.
--    Where viewers have rated it, they must agree that it is good (6.5 or more).
-- note: Views are Netflix's own audience, worldwide; why nobody has found a title is not in them.
-- mail: chart 6
-- empty: No little-known title of the catalogue is predicted well.
-- param: limit = 10
-- model: rating
select
    title,
    concat_ws(' · ', release_year, if(type = 'movie', 'film', 'series'), genres_listed) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    predicted_rating,
    predicted_rating_low,
    predicted_rating_high,
    actual_rating,
    views,
    vote_count,
    rests_on,
    title_id,
from marts.hidden_gems
left join marts.title_links as links using (title_id)
where run_id = $run_id
order by place
limit $limit
