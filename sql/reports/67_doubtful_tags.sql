-- title: Tags the model doubts
-- lede: Which titles are listed with a genre that nothing about them suggests?
-- finding: {tag_count|tag is|tags are} in doubt, most often {doubted_genre} ({doubted_count}).
-- column: title | Title | title
-- column: release_year | + | year
-- column: links | + | links
-- column: genre | Doubtful genre | text
-- column: listed | Listed as | list
-- column: probability | Probability | share
-- column: tag_count | - | integer
-- column: doubted_genre | - | text
-- column: doubted_count | - | integer
-- column: title_id | - | code
-- order: by probability, the least likely first
-- note: Listed, with a probability of 2% or less by a model that was fitted without the title. A
--    short or vague description is a reason for doubt, too: look before you take a tag away.
-- empty: The model doubts no genre of any title of the catalogue.
-- param: limit = 20
-- model: genres_netflix
with

gaps as (
    select
        *,
        count(*) over () as tag_count,
        count(*) over (partition by genre) as genre_count,
    from marts.tag_gaps
    where in_catalogue and taxonomy = 'netflix' and gap = 'doubtful' and run_id = $run_id
)

select
    title,
    release_year,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    genre,
    listed,
    probability,
    tag_count,
    max_by(genre, (genre_count, genre)) over () as doubted_genre,
    max(genre_count) over () as doubted_count,
    title_id,
from gaps
left join marts.title_links as links using (title_id)
order by place
limit $limit
