-- The titles whose whole name, or original name, has few slips. Which names are alike is quickly
-- told; how many slips lie between two takes longer.
with

-- Names that differ by more letters than that have more slips between them.
alike as materialized (
    select
        rowid as found_place,
        title_key,
        original_key,
        greatest(
            jaro_winkler_similarity(title_key, $phrase),
            jaro_winkler_similarity(original_key, $phrase)
        ) as likeness,
    from search.titles
    where
        abs(length(title_key) - length($phrase)) <= $most_slips
        or abs(length(original_key) - length($phrase)) <= $most_slips
    order by likeness desc nulls last
    limit $row_count
)

select
    found_place,
    least(
        damerau_levenshtein(title_key, $phrase), damerau_levenshtein(original_key, $phrase)
    ) as slips,
from alike
where slips <= $most_slips
order by slips, found_place
