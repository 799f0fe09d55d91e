-- title: Tags the model would add
-- lede: Which titles look as if a genre were missing?
-- finding: {tag_count|tag looks|tags look} missing; “{title}” under {genre} is the surest, at
--    {probability}.
-- column: title | Title | title
-- column: release_year | + | year
-- column: reasons | + | text
-- column: links | + | links
-- column: genre | Missing genre | text
-- column: listed | Listed as | list
-- column: probability | Probability | percent
-- column: tag_count | - | integer
-- column: title_id | - | code
-- order: by probability
-- note: One suggestion per title, from 80% on. Each probability comes from a model that was fitted
--    without the title. For it: the words and people that weighed most, where any did; the title's
--    page has all that did.
-- mail: table 4 title release_year genre probability
-- empty: The model would add no genre to any title of the catalogue.
-- param: limit = 20
-- model: genres_netflix
with

gaps as (
    select *, count(*) over () as tag_count
    from marts.tag_gaps
    where in_catalogue and taxonomy = 'netflix' and gap = 'missing' and run_id = $run_id
),

surest as (
    select * from gaps
    qualify row_number() over (partition by title_id order by place) = 1
    order by place
    limit $limit
),

genres as (
    select title_id, taxonomy, genre, string_split(reasons, ', ') as reasons
    from marts.title_genres
    where run_id = $run_id
),

-- An age rating or a length is no evidence that anybody could check.
evidence as (
    select
        title_id,
        taxonomy,
        genre,
        array_to_string(
            list_transform(
                list_filter(
                    reasons,
                    lambda reason: regexp_matches(reason, '^(cast|director)=')
                        or not (contains(reason, '=') or reason in ('movie', 'series'))
                ),
                lambda reason: regexp_replace(reason, '^(cast|director)=', '')
            ),
            ', '
        ) as words,
    from genres
)

select
    surest.title,
    surest.release_year,
    'For it: ' || nullif(evidence.words, '') as reasons,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    surest.genre,
    surest.listed,
    surest.probability,
    surest.tag_count,
    surest.title_id,
from surest
left join evidence using (title_id, taxonomy, genre)
left join marts.title_links as links using (title_id)
order by surest.place
