-- One row per title, whichever source names it, before it is known who offers it: Netflix's with
-- their TMDb match, TMDb's own, and those that a report, a list or another service names.
-- scratch
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: title as Netflix lists it, else TMDb's, else as it is named
--   original_title: title in the original language
--   title_keys: the letters and digits in lower case of every title it goes by, for matching
--   release_year: year of release; for a series in a catalogue, of its newest season
--   tmdb_id: matched TMDb title
--   imdb_id: IMDb's identifier
--   netflix_id: Netflix's identifier, where a source has it
--   named_on_netflix: whether a report, a list or a dump of Netflix names it
--   added_on: the day Netflix says it was added
--   description: Netflix's description, else that of a service of which alone it is known
--   overview: TMDb's description
--   maturity_rating: audience rating as listed
--   duration_minutes: length of a film, minutes
--   season_count: number of seasons of a series
--   original_language: ISO 639-1 code, from TMDb
--   released_on: day of release or first airing, from TMDb
--   is_netflix_network: whether TMDb says that Netflix airs the series
--   makers: names of its networks and production companies, from TMDb
--   countries: names or codes of producing countries, of what only JustWatch lists
--   is_described: whether it is known by more than its name
with

netflix as (
    select keys.title_id, listed.*
    from core.listed_title as listed
    inner join core.title_key as keys on listed.listed_key = keys.key
),

newest_entries as (
    select *
    from netflix
    qualify row_number() over (partition by title_id order by snapshot_on desc, region) = 1
),

netflix_ids as (
    select title_id, max(netflix_id) as netflix_id
    from netflix
    group by title_id
),

matches as (
    select * from core.title_match
),

tmdb as (
    select * from core.tmdb_title
),

named as (
    select titles.title_id, rows.*
    from core.named_row as rows
    inner join core.named_title as titles using (load_id, row_number)
),

names as (
    select
        title_id,
        list_distinct(list(title_key) || list(match_key(local_title))) as title_keys,
        bool_or(is_of_netflix) as named_on_netflix,
    from named
    group by title_id
),

from_netflix as (
    select
        entry.title_id,
        entry.type,
        entry.title,
        tmdb.original_title,
        [entry.title_key] || coalesce(tmdb.title_keys, []) as title_keys,
        entry.release_year,
        tmdb.tmdb_id,
        tmdb.imdb_id,
        coalesce(netflix_ids.netflix_id, tmdb.netflix_id) as netflix_id,
        entry.added_on,
        entry.description,
        tmdb.overview,
        entry.maturity_rating,
        coalesce(entry.duration_minutes, if(entry.type = 'movie', tmdb.duration_minutes, null))
            as duration_minutes,
        coalesce(entry.season_count, tmdb.season_count) as season_count,
        tmdb.original_language,
        tmdb.released_on,
        tmdb.is_netflix_network,
        tmdb.makers,
    from newest_entries as entry
    inner join netflix_ids using (title_id)
    left join matches using (title_id)
    left join tmdb on matches.type = tmdb.type and matches.tmdb_id = tmdb.tmdb_id
),

from_tmdb as (
    select
        keys.title_id,
        tmdb.type,
        tmdb.title,
        tmdb.original_title,
        tmdb.title_keys,
        tmdb.release_year,
        tmdb.tmdb_id,
        tmdb.imdb_id,
        tmdb.netflix_id,
        tmdb.overview,
        if(tmdb.type = 'movie', tmdb.duration_minutes, null) as duration_minutes,
        tmdb.season_count,
        tmdb.original_language,
        tmdb.released_on,
        tmdb.is_netflix_network,
        tmdb.makers,
    from tmdb
    inner join core.title_key as keys
        on keys.key = 't' || left(md5(concat_ws('|', 'tmdb', tmdb.type, tmdb.tmdb_id)), 15)
    anti join matches on tmdb.type = matches.type and tmdb.tmdb_id = matches.tmdb_id
),

services as (
    select *
    from staging.stg_services__titles
    inner join core.named_title using (load_id, row_number)
    qualify row_number() over (partition by title_id order by snapshot_on desc, load_id) = 1
),

justwatch as (
    select *
    from staging.stg_justwatch__listings
    inner join core.named_title using (load_id, row_number)
    qualify row_number() over (partition by title_id order by seen_on desc, load_id) = 1
),

-- Of a name that neither Netflix nor TMDb describes, what those who name it say.
from_names as (
    select
        named.title_id,
        any_value(named.type) as type,
        -- As the one names it who describes it best, in its newest wording.
        arg_max(
            regexp_replace(named.title, ' \(\d{4}\)$', ''),
            (
                case named.source
                    when 'service' then 4
                    when 'justwatch' then 3
                    when 'offers' then 2
                    when 'engagement report' then 1
                    else 0
                end,
                named.seen_on,
                named.title
            )
        ) as title,
        arg_max(named.local_title, (named.seen_on, named.local_title)) as original_title,
        []::varchar[] as title_keys,
        coalesce(
            if(
                any_value(named.type) = 'movie', min(named.release_year), max(named.release_year)
            ),
            year(min(named.came_on) filter (named.is_first_season))
        )::integer as release_year,
        min(named.imdb_id) as imdb_id,
        any_value(coalesce(services.description, justwatch.description)) as description,
        any_value(coalesce(services.maturity_rating, justwatch.maturity_rating))
            as maturity_rating,
        coalesce(
            any_value(services.duration_minutes), median(named.duration_minutes)::integer
        ) as duration_minutes,
        any_value(coalesce(services.season_count, justwatch.season_count)) as season_count,
        any_value(justwatch.countries) as countries,
        bool_or(named.source in ('service', 'justwatch')) as is_described,
    from named
    left join services using (title_id)
    left join justwatch using (title_id)
    anti join from_netflix using (title_id)
    anti join from_tmdb using (title_id)
    group by named.title_id
),

described as (
    select * from from_netflix
    union all by name
    select * from from_tmdb
    union all by name
    select * from from_names
)

select
    described.title_id,
    described.type,
    described.title,
    described.original_title,
    list_distinct(
        list_filter(
            described.title_keys || coalesce(names.title_keys, []), lambda key: key is not null
        )
    ) as title_keys,
    described.release_year,
    described.tmdb_id,
    described.imdb_id,
    described.netflix_id,
    coalesce(names.named_on_netflix, false) as named_on_netflix,
    described.added_on,
    described.description,
    described.overview,
    described.maturity_rating,
    described.duration_minutes,
    described.season_count,
    described.original_language,
    described.released_on,
    coalesce(described.is_netflix_network, false) as is_netflix_network,
    described.makers,
    described.countries,
    coalesce(described.is_described, true) as is_described,
from described
left join names using (title_id)
