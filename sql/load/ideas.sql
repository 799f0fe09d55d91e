-- What a file says of titles that do not exist yet, one row an idea: {columns} are the file's
-- columns by our names, as texts.
with

given as (
    select {row_number} as row_number, {columns}
    from {rows}
),

typed as (
    select
        row_number,
        without_null_words(title) as title,
        without_null_words(type) as type_word,
        coalesce(title_type(without_null_words(type)), if(type_word is null, 'movie', null))
            as type,
        without_null_words(description) as description,
        without_null_words(overview) as overview,
        without_null_words(release_year) as release_year,
        without_null_words(released_on) as released_on,
        without_null_words(came_on) as came_on,
        without_null_words(maturity_rating) as maturity_rating,
        length_text(without_null_words(duration_minutes), type is distinct from 'series') as length,
        without_null_words(duration_minutes) as length_word,
        without_null_words(is_netflix_series) as is_netflix_series,
        without_null_words(is_netflix_own) as is_netflix_own,
        without_null_words(original_language) as language_word,
        list_of(without_null_words(countries)) as country_words,
        list_of(without_null_words(directors)) as directors,
        list_of(without_null_words(cast_members)) as cast_members,
        list_of(without_null_words(genres)) as genres,
    from given
),

languages as (
    select lower(language) as word, language_code from staging.language
    union
    select language_code, language_code from staging.language
),

country_codes as (
    select lower(country) as word, country_code from staging.country
    union
    select lower(country_code), country_code from staging.country
),

asked as (
    select row_number, unnest(country_words) as word, unnest(range(len(country_words))) as place
    from typed
),

placed as (
    select asked.row_number, list(codes.country_code order by asked.place) as countries
    from asked
    inner join country_codes as codes on codes.word = lower(trim(asked.word))
    group by asked.row_number
)

select
    typed.row_number,
    typed.title,
    typed.type,
    typed.description,
    typed.overview,
    typed.release_year,
    typed.released_on,
    typed.came_on,
    typed.maturity_rating,
    nullif(regexp_extract(typed.length, '^(\d+) min$', 1), '') as duration_minutes,
    typed.is_netflix_series,
    typed.is_netflix_own,
    languages.language_code as original_language,
    placed.countries,
    typed.directors,
    typed.cast_members,
    typed.genres,
    case
        when coalesce(typed.title, typed.description, typed.overview) is null
            then 'it has neither a title nor a description'
        when typed.type is null
            then format('''{{}}'' is neither a film nor a series', typed.type_word)
    end as reason,
    list_filter(
        [
            if(
                typed.length_word is not null and typed.length is null,
                format('running time ''{{}}''', typed.length_word),
                null
            ),
            if(
                typed.language_word is not null and languages.language_code is null,
                format('language ''{{}}''', typed.language_word),
                null
            ),
            if(
                len(typed.country_words) > coalesce(len(placed.countries), 0),
                format('country ''{{}}''', array_to_string(typed.country_words, ', ')),
                null
            )
        ],
        lambda said: said is not null
    ) as unread,
from typed
left join placed using (row_number)
left join languages on languages.word = lower(typed.language_word)
order by typed.row_number
