-- The titles that a search finds. Every word, or one that is spelt like it, must occur in the
-- title, its original title, a person or a genre; a filter that is null lets all through. Those
-- whose whole name is spelt like what was asked for are found, too. Few columns, since these rows
-- are sorted and counted: what a page shows is looked up for its own rows alone.
with

near as (
    select unnest($near_places::bigint[]) as found_place, unnest($near_slips::bigint[]) as slips
)

select
    titles.rowid as found_place,
    case $sort
        -- The title itself before a person's or a genre's name, then the best known.
        when 'match' then
            4.0 * (title_key = $phrase)::integer
            + 2 * ($phrase <> '' and starts_with(title_key, $phrase))::integer
            + ($phrase <> '' and contains(title_key, $phrase))::integer
            + coalesce(2.5 - near.slips / 10, 0)
        when 'year' then release_year
        when 'rating' then actual_rating
        when 'predicted_rating' then predicted_rating
        when 'hit' then hit_probability
        when 'top10' then top10_probability
        when 'views' then expected_views_91d
    end as measure,
    if($sort = 'title', title_key, null) as name,
    starts_with(title_key, $phrase) as is_begun,
from search.titles as titles
left join near on titles.rowid = near.found_place
where
    (
        case
            when not contains(search_key, $longest_word) then false
            else list_bool_and(
                list_transform(
                    $words::varchar[][],
                    lambda alike: list_bool_or(
                        list_transform(alike, lambda word: contains(search_key, word))
                    )
                )
            ) is not false
        end
        or near.slips is not null
    )
    and ($type is null or type = $type)
    and ($genre is null or list_contains(genres, $genre))
    and ($country is null or list_contains(country_codes, $country))
    and ($year_from is null or release_year >= $year_from)
    and ($year_to is null or release_year <= $year_to)
    and ($in_catalogue is null or in_catalogue = $in_catalogue)
    and (
        $hit is null
        or case $hit
            when 'yes' then is_hit
            when 'no' then not is_hit
            else is_hit is null
        end
    )
    and ($rating_from is null or rating >= $rating_from)
