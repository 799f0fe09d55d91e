-- The titles that a search finds. Every word, or one that is spelt like it, must occur in the
-- title, its original title, a person or a genre; a filter that is null lets all through. Where no
-- title begins as asked, those are found, too, whose whole name has up to three slips.
with

asked as (
    select
        strip_accents(lower(trim($text))) as phrase,
        coalesce(
            $words::varchar[][],
            list_transform(
                list_filter(string_split(phrase, ' '), lambda word: word <> ''),
                lambda word: [word]
            )
        ) as words,
        -- The longest word, which few titles have: the others are looked for in those alone.
        if(
            $words::varchar[][] is null,
            coalesce(list_reverse_sort(list_transform(words, lambda alike: {
                'length': length(alike[1]), 'word': alike[1]
            }))[1].word, ''),
            ''
        ) as rarest_word,
),

judged as (
    select
        titles.rowid as found_place,
        titles.title_key,
        titles.original_key,
        asked.phrase,
        case
            when not contains(titles.search_key, asked.rarest_word) then false
            else list_bool_and(
                list_transform(
                    asked.words,
                    lambda alike: list_bool_or(
                        list_transform(alike, lambda word: contains(titles.search_key, word))
                    )
                )
            ) is not false
        end as is_spelt_so,
    from search.titles as titles
    cross join asked
    where
        ($type is null or type = $type)
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
),

begun as (
    select coalesce(bool_or(is_spelt_so and starts_with(title_key, phrase)), false) as is_begun
    from judged
),

-- Which names are alike is quickly told; how many slips lie between two takes longer.
alike as (
    select
        found_place,
        phrase,
        title_key,
        original_key,
        greatest(
            jaro_winkler_similarity(title_key, phrase),
            jaro_winkler_similarity(original_key, phrase)
        ) as likeness,
    from judged
    cross join begun
    where
        not begun.is_begun
        and length(phrase) >= 4
        -- Names that differ by more letters than that have more slips between them.
        and (
            abs(length(title_key) - length(phrase)) <= 3
            or abs(length(original_key) - length(phrase)) <= 3
        )
    order by likeness desc nulls last
    limit 60
),

near as (
    select
        found_place,
        least(
            damerau_levenshtein(title_key, phrase), damerau_levenshtein(original_key, phrase)
        ) as slips,
    from alike
    where slips <= case when length(phrase) < 8 then 1 when length(phrase) < 16 then 2 else 3 end
)

select judged.found_place, judged.phrase, judged.is_spelt_so, near.slips,
from judged
left join near using (found_place)
where judged.is_spelt_so or near.slips is not null
