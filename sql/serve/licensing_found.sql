-- The titles to license that meet all filters, those included that a reason speaks against. A
-- filter that is null lets all through; what is unknown of a title meets no filter.
select rowid as found_place
from search.licensing
where
    contains(title_key, strip_accents(lower(trim($q))))
    and ($type is null or type = $type)
    and ($genre is null or list_contains(genres, $genre))
    and ($language is null or original_language = $language)
    and ($country is null or list_contains(country_codes, $country))
    and ($year_from is null or release_year >= $year_from)
    and ($year_to is null or release_year <= $year_to)
    and ($maturity is null or maturity_rating = $maturity)
    and ($minutes_from is null or duration_minutes >= $minutes_from)
    and ($minutes_to is null or duration_minutes <= $minutes_to)
    and (
        $offered_by is null
        or if(
            $offered_by = 'nobody',
            offered_by is null and offers_seen_on is not null,
            list_contains(services, $offered_by)
        )
    )
    and ($views_from is null or expected_views_91d >= 1e6 * $views_from)
    and ($low_from is null or expected_views_91d_low >= 1e6 * $low_from)
    and ($rating_from is null or rating >= $rating_from)
    and ($evidence_from is null or audience_support >= $evidence_from)
