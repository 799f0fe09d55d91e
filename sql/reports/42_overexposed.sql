-- title: Over-exposed
-- lede: Which titles of the catalogue are seen by many and rated low?
-- finding: “{title}” is {seen} than {exposure_percentile} of its kind, and better rated than
--    {rating_percentile}.
-- reading: ● rated better than this share of the films, or series  ○ more viewed, or more popular,
--    than this share, 0 to 100%
-- chart: pairs y=title x=rating_percentile from=exposure_percentile top=12
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: exposure_percentile | More seen than | percent
-- column: rating_percentile | Better rated than | percent
-- column: rating | Rating | rating
-- column: judged_by | Whose | text
-- column: views | Views | views
-- column: rests_on | Rests on | text
-- column: vote_count | Votes | integer
-- column: weeks_in_top_10 | Weeks in the Top 10 | integer
-- column: seen | - | text
-- column: title_id | - | code
-- order: by the gap between the two
-- note: Viewed more than three quarters of the catalogue's films, or series, in the newest
--    half-year that Netflix reports, and rated below the lower two fifths. Where the report does
--    not name it, a row rests on TMDb's popularity, which counts visits to a page and not
--    viewers. The rating is TMDb's where it has 50 votes or more, else the predicted one.
-- note: Views are Netflix's own audience, worldwide; how a title was promoted is not in the data.
-- empty: No title of the catalogue is both very popular and poorly rated.
-- param: limit = 20
-- model: rating
select
    title,
    concat_ws(' · ', release_year, if(type = 'movie', 'film', 'series'), genres_listed) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    exposure_percentile,
    rating_percentile,
    rating,
    if(is_predicted, 'predicted', 'TMDb''s') as judged_by,
    views,
    rests_on,
    vote_count,
    weeks_in_top_10,
    if(rests_on = 'views', 'viewed more', 'more popular') as seen,
    title_id,
from marts.overexposed_titles
left join marts.title_links as links using (title_id)
where run_id = $run_id
order by place
limit $limit
