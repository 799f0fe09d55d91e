-- The words of titles and people that are spelt like those asked for, the likeliest first. One row
-- per word that is asked for.
with

asked as (
    select unnest(words) as word, generate_subscripts(words, 1) as place
    from (
        select
            list_filter(
                string_split(strip_accents(lower(trim($text))), ' '), lambda word: word <> ''
            ) as words
    )
),

alike as (
    select
        asked.place,
        words.word,
        words.title_count,
        damerau_levenshtein(words.word, asked.word) as slips,
    from asked
    inner join search.words as words
        on abs(length(words.word) - length(asked.word)) <= 2
        and jaro_winkler_similarity(words.word, asked.word) >= 0.8
    where length(asked.word) >= 4 and slips <= if(length(asked.word) < 8, 1, 2)
    qualify
        row_number() over (
            partition by asked.place order by slips, words.title_count desc, words.word
        ) <= 8
)

select
    asked.place,
    [asked.word] || coalesce(
        list(alike.word order by alike.slips, alike.title_count desc, alike.word)
            filter (alike.word is not null),
        []
    ) as alike,
from asked
left join alike using (place)
group by asked.place, asked.word
order by asked.place
