-- One row per title: what may be known of it before anyone has watched it.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   description: Netflix's description
--   overview: TMDb's description
--   release_year: year of release; for a series in the catalogue, of its newest season
--   released_on: day of release or first airing, from TMDb
--   came_on: day it came to Netflix, where a source tells it: the day of release instead would tell
--     those of which none does
--   added_on: the day Netflix says it was added
--   days_until_netflix: days from the release to Netflix, where both days are known
--   maturity_rating: audience rating as Netflix lists it
--   duration_minutes: length of a film, minutes
--   season_count: number of seasons of a series
--   is_netflix_series: whether TMDb says that Netflix airs the series; null for a film, and for a
--     series that TMDb is not known to hold
--   is_netflix_own: whether Netflix's report dates it, or TMDb says that Netflix airs it: what it
--     made or commissioned
--   original_language: ISO 639-1 code
--   spoken_language: the same, and where no source states one, the language whose letters the
--     title is written in where it comes from
--   countries: ISO 3166 alpha-2 codes of producing countries, in listed order
--   directors: names, in listed order
--   cast_members: names, in listed order, first ten
--   in_catalogue: whether the newest catalogue snapshot lists it; no model reads it
--   text_group: the first of the titles that share a text with it
--   fold: cross-fitting fold, 0 to 4; titles that share a text share the fold
with

titles as (
    select * from core.title
),

countries as (
    select title_id, list(country_code order by position) as countries
    from core.title_country
    group by title_id
),

people as (
    select
        title_id,
        list(person order by position) filter (role = 'director') as directors,
        list(person order by position) filter (role = 'cast') as cast_members,
    from core.title_person
    group by title_id
),

-- What a report calls a title at home. Han alone is taken for Chinese: Japanese has kana beside it.
written as (
    select
        title_id,
        case
            when bool_or(regexp_matches(alias, '[\p{Hiragana}\p{Katakana}]')) then 'ja'
            when bool_or(regexp_matches(alias, '\p{Hangul}')) then 'ko'
            when bool_or(regexp_matches(alias, '\p{Han}')) then 'zh'
            when bool_or(regexp_matches(alias, '\p{Devanagari}')) then 'hi'
            when bool_or(regexp_matches(alias, '\p{Arabic}')) then 'ar'
            when bool_or(regexp_matches(alias, '\p{Cyrillic}')) then 'ru'
            when bool_or(regexp_matches(alias, '\p{Thai}')) then 'th'
            when bool_or(regexp_matches(alias, '\p{Hebrew}')) then 'he'
            when bool_or(regexp_matches(alias, '\p{Greek}')) then 'el'
        end as language,
    from core.title_alias
    where is_original and source <> 'tmdb'
    group by title_id
),

texts as (
    select
        title_id,
        coalesce(title_key(description), title_id) as description_key,
        coalesce(title_key(overview), title_id) as overview_key,
    from titles
),

-- Titles linked by a shared description or overview form one group, named by its first title.
by_description as (
    select *, min(title_id) over (partition by description_key) as description_group
    from texts
),

by_overview as (
    select *, min(description_group) over (partition by overview_key) as overview_group
    from by_description
),

grouped as (
    select title_id, min(overview_group) over (partition by description_key) as text_group
    from by_overview
)

select
    titles.title_id,
    titles.type,
    titles.title,
    titles.description,
    titles.overview,
    titles.release_year,
    titles.released_on,
    release.came_on,
    titles.added_on,
    release.came_on - titles.released_on as days_until_netflix,
    titles.maturity_rating,
    titles.duration_minutes,
    titles.season_count,
    if(titles.type = 'series', tmdb.is_netflix_network, null) as is_netflix_series,
    coalesce(release.told_by = 'engagement report' or tmdb.is_netflix_network, false)
        as is_netflix_own,
    titles.original_language,
    coalesce(titles.original_language, written.language) as spoken_language,
    coalesce(countries.countries, []) as countries,
    coalesce(people.directors, []) as directors,
    coalesce(people.cast_members, []) as cast_members,
    titles.in_catalogue,
    grouped.text_group,
    (('0x' || left(md5(grouped.text_group), 8))::ubigint % 5)::tinyint as fold,
from titles
inner join grouped using (title_id)
left join core.netflix_release as release using (title_id)
left join core.tmdb_title as tmdb using (type, tmdb_id)
left join written using (title_id)
left join countries using (title_id)
left join people using (title_id)
order by titles.title_id
