-- One page of the found titles. They are sorted by what was found of them, and what is shown is
-- looked up for the page's rows alone.
with

page as (
    select found_place, measure, name,
    from found
    order by
        if($is_ascending, measure, -measure) nulls last,
        if($is_ascending, name, null),
        if($is_ascending, null, name) desc,
        found_place
    limit $row_count
    offset $first_row
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
from page
inner join search.titles as titles on titles.rowid = page.found_place
order by
    if($is_ascending, measure, -measure) nulls last,
    if($is_ascending, name, null),
    if($is_ascending, null, name) desc,
    found_place
