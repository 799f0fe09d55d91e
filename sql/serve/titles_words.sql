-- The words of titles and people that are spelt like one that is asked for, the likeliest first.
with

alike as materialized (
    select word, title_count
    from search.words
    where
        abs(length(word) - length($word)) <= $most_slips
        and jaro_winkler_similarity(word, $word) >= 0.8
)

select word
from alike
where damerau_levenshtein(word, $word) <= $most_slips
order by damerau_levenshtein(word, $word), title_count desc, word
limit $row_count
