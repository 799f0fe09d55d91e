-- One page of the found titles that no reason speaks against but those that are let through, with
-- the number of all of them in each row.
with

shown as (
    select titles.*
    from search.licensing as titles
    inner join found on titles.rowid = found.found_place
    where len(list_filter(kinds, lambda kind: not list_contains($also, kind))) = 0
),

measured as (
    select
        *,
        case $sort
            when 'release_year' then release_year
            when 'duration_minutes' then duration_minutes
            when 'season_count' then season_count
            when 'offered_since' then epoch(offered_since)
            when 'offers_seen_on' then epoch(offers_seen_on)
            when 'expected_views_91d' then expected_views_91d
            when 'expected_views_91d_low' then expected_views_91d_low
            when 'expected_views_91d_high' then expected_views_91d_high
            when 'audience_support' then audience_support
            when 'expected_countries' then expected_countries
            when 'hit_probability' then hit_probability
            when 'top10_probability' then top10_probability
            when 'actual_rating' then actual_rating
            when 'vote_count' then vote_count
            when 'predicted_rating' then predicted_rating
        end as measure,
        case $sort
            when 'title' then title_key
            when 'type' then type
            when 'genres_listed' then genres_listed
            when 'language' then language
            when 'countries' then countries
            when 'maturity_rating' then maturity_rating
            when 'offered_by' then offered_by
            when 'directors' then directors
            when 'not_proposed_for' then not_proposed_for
        end as words,
    from shown
)

select * exclude (genres, country_codes, services, kinds, title_key, measure, words),
    count(*) over () as total,
from measured
order by
    if($is_ascending, measure, -measure) nulls last,
    if($is_ascending, words, null) nulls last,
    if($is_ascending, null, words) desc nulls last,
    expected_views_91d desc nulls last,
    place,
    title_id
limit $row_count
offset $first_row
