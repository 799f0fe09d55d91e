-- One page of the found titles, with the number of all of them in each row, and of those that have
-- the words as they are spelt.
with

measured as (
    select
        *,
        case $sort
            -- The title itself before a person's or a genre's name, then the best known.
            when 'match' then
                4.0 * (title_key = phrase)::integer
                + 2 * (phrase <> '' and starts_with(title_key, phrase))::integer
                + (phrase <> '' and contains(title_key, phrase))::integer
                + coalesce(2.5 - slips / 10, 0)
            when 'year' then release_year
            when 'rating' then actual_rating
            when 'predicted_rating' then predicted_rating
            when 'hit' then hit_probability
            when 'top10' then top10_probability
            when 'views' then expected_views_91d
        end as measure,
    from found
    inner join search.titles as titles on found.found_place = titles.rowid
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
    count_if(is_spelt_so) over () as spelt_so,
from measured
order by
    if($is_ascending, measure, -measure) nulls last,
    if($sort = 'title' and $is_ascending, title_key, null),
    if($sort = 'title' and not $is_ascending, title_key, null) desc,
    popularity desc nulls last,
    title_id
limit $row_count
offset $first_row
