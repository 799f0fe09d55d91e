-- One page of the titles that a search finds, with the number of all of them in each row.
-- Every word must occur in the title, a person or a genre; a filter that is null lets all through.
with

asked as (
    select
        strip_accents(lower(trim($text))) as phrase,
        list_filter(string_split(phrase, ' '), lambda word: word <> '') as words,
),

found as (
    select titles.*, asked.phrase,
    from search.titles as titles
    cross join asked
    where
        list_bool_and(
            list_transform(asked.words, lambda word: contains(titles.search_key, word))
        ) is not false
        and ($type is null or titles.type = $type)
        and ($genre is null or list_contains(titles.genres, $genre))
        and ($country is null or list_contains(titles.country_codes, $country))
        and ($year_from is null or titles.release_year >= $year_from)
        and ($year_to is null or titles.release_year <= $year_to)
        and ($in_catalogue is null or titles.in_catalogue = $in_catalogue)
        and (
            $hit is null
            or case $hit
                when 'yes' then titles.is_hit
                when 'no' then not titles.is_hit
                else titles.is_hit is null
            end
        )
        and ($rating_from is null or titles.rating >= $rating_from)
),

measured as (
    select
        *,
        case $sort
            -- The title itself before a person's or a genre's name, then the best known.
            when 'match' then
                4.0 * (title_key = phrase)::integer
                + 2 * (phrase <> '' and starts_with(title_key, phrase))::integer
                + (phrase <> '' and contains(title_key, phrase))::integer
            when 'year' then release_year
            when 'rating' then actual_rating
            when 'predicted_rating' then predicted_rating
            when 'hit' then hit_probability
            when 'top10' then top10_probability
            when 'views' then expected_views_91d
        end as measure,
    from found
)

select
    title_id,
    type,
    title,
    release_year,
    in_catalogue,
    tmdb_id,
    actual_rating,
    vote_count,
    predicted_rating,
    predicted_rating_low,
    predicted_rating_high,
    liked_probability,
    is_hit,
    hit_probability,
    entered_top10,
    top10_probability,
    expected_views_91d,
    expected_views_91d_low,
    expected_views_91d_high,
    expected_countries,
    hit_note,
    top10_note,
    genres_listed,
    genres_predicted,
    countries,
    directors,
    count(*) over () as total,
from measured
order by
    if($is_ascending, measure, -measure) nulls last,
    if($sort = 'title' and $is_ascending, title_key, null),
    if($sort = 'title' and not $is_ascending, title_key, null) desc,
    popularity desc nulls last,
    title_id
limit $row_count
offset $first_row
