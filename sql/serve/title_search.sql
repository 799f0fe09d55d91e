-- One row per title: what the Titles page shows of it, and what it is found, filtered, sorted by.
-- Kept in memory for as long as its week is served, the best known first: their place (rowid) is
-- how titles are sorted where nothing else tells them apart. Case and accents are folded away in
-- the keys.
with

titles as (
    select * from marts.title_scores
    -- Weeks from before audiences were predicted, or chances had notes, lack these columns.
    union all by name
    select
        null::double as expected_views_91d,
        null::double as expected_views_91d_low,
        null::double as expected_views_91d_high,
        null::double as expected_countries,
        null::varchar as hit_note,
        null::varchar as top10_note,
    where false
),

core_titles as (
    select title_id, original_title from core.title
),

people as (
    select title_id, string_agg(distinct person, ' · ') as people
    from core.title_person
    group by title_id
)

select
    titles.title_id,
    titles.type,
    titles.title,
    titles.release_year,
    titles.in_catalogue,
    titles.tmdb_id,
    titles.actual_rating,
    titles.vote_count,
    titles.predicted_rating,
    titles.predicted_rating_low,
    titles.predicted_rating_high,
    titles.liked_probability,
    titles.is_hit,
    titles.hit_probability,
    titles.entered_top10,
    titles.top10_probability,
    titles.expected_views_91d,
    titles.expected_views_91d_low,
    titles.expected_views_91d_high,
    titles.expected_countries,
    titles.hit_note,
    titles.top10_note,
    titles.genres_listed,
    titles.genres_predicted,
    titles.countries,
    titles.directors,
    titles.popularity,
    -- What is listed, or what is predicted for what nobody lists.
    string_split(coalesce(titles.genres_listed, titles.genres_predicted, ''), ', ') as genres,
    string_split(coalesce(titles.countries, ''), ', ') as country_codes,
    coalesce(titles.actual_rating, titles.predicted_rating) as rating,
    strip_accents(lower(titles.title)) as title_key,
    strip_accents(lower(core_titles.original_title)) as original_key,
    strip_accents(
        lower(
            concat_ws(
                ' · ',
                titles.title,
                core_titles.original_title,
                people.people,
                titles.genres_listed,
                titles.genres_predicted
            )
        )
    ) as search_key,
from titles
left join core_titles using (title_id)
left join people using (title_id)
order by titles.popularity desc nulls last, titles.title_id
