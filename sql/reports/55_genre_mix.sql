-- title: Genre mix
-- lede: What is the catalogue made of, and which genres do viewers take to?
-- finding: {genre} stands on {share} of all titles.
-- reading: Share of the catalogue's titles listed with the genre
-- chart: bars y=genre x=share top=20
-- column: genre | Genre | text
-- column: title_count | Titles | integer
-- column: share | Share | share
-- column: mean_rating | Predicted rating | rating
-- column: mean_hit | Chance to be popular on TMDb | percent
-- order: by number of titles
-- note: A title has up to three genres, so the shares add up to more than 100%. The last two
--    columns are means over the genre's titles.
-- empty: No title of the catalogue is listed with a genre.
-- model: rating
-- model: hit
with

title_genres as (
    select * from marts.title_genres
    where taxonomy = 'netflix' and is_listed and in_catalogue and run_id = $run_id
),

title_scores as (
    select * from marts.title_scores where run_id = $run_id
),

listed as (
    select count(distinct title_id) as title_count from title_genres
)

select
    title_genres.genre,
    count(*) as title_count,
    count(*) / any_value(listed.title_count) as share,
    avg(title_scores.predicted_rating) as mean_rating,
    avg(title_scores.hit_probability) as mean_hit,
from title_genres
inner join title_scores on title_genres.title_id = title_scores.title_id
cross join listed
group by title_genres.genre
order by count(*) desc, title_genres.genre
