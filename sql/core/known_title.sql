-- One row per title that Netflix's catalogue or TMDb describes, before others name theirs.
-- scratch
-- key: known_key
-- columns:
--   known_key: key of what the title is
--   type: 'movie' or 'series'
--   joined_keys: the letters and digits of every title it goes by, without blanks
--   names: every title it goes by in lower case, signs included
--   tmdb_id: TMDb's identifier within its type
--   imdb_id: IMDb's identifier
--   release_year: year of release; for a series in the catalogue, of its newest season
--   released_on: day of release or first airing, from TMDb
--   first_year: year of release or first airing, from TMDb
--   added_on: the day Netflix says it was added
--   duration_minutes: lengths that are known of a film, minutes
--   original_language: ISO 639-1 code, from TMDb
--   people: directors and cast in plain lower case
--   is_on_netflix: whether its catalogue, its network or the homepage says so
with

entries as (
    select * from core.listed_title
),

newest_entries as (
    select *
    from entries
    qualify row_number() over (partition by listed_key order by snapshot_on desc, region) = 1
),

matches as (
    select * from core.pair_match
),

tmdb as (
    select * from core.tmdb_title
),

from_netflix as (
    select
        entry.listed_key as known_key,
        entry.type,
        [entry.title_key] || coalesce(tmdb.title_keys, []) as title_keys,
        [entry.title, tmdb.title, tmdb.original_title] as names,
        tmdb.tmdb_id,
        tmdb.imdb_id,
        entry.release_year,
        tmdb.released_on,
        tmdb.release_year as first_year,
        entry.added_on,
        [entry.duration_minutes, tmdb.duration_minutes] as duration_minutes,
        tmdb.original_language,
        coalesce(entry.directors, [])
        || coalesce(entry.cast_members, [])
        || coalesce(tmdb.directors, [])
        || coalesce(tmdb.cast_members, []) as people,
        true as is_on_netflix,
    from newest_entries as entry
    left join matches using (listed_key)
    left join tmdb on matches.type = tmdb.type and matches.tmdb_id = tmdb.tmdb_id
),

from_tmdb as (
    select
        't' || left(md5(concat_ws('|', 'tmdb', type, tmdb_id)), 15) as known_key,
        type,
        title_keys,
        [title, original_title] as names,
        tmdb_id,
        imdb_id,
        release_year,
        released_on,
        release_year as first_year,
        null::date as added_on,
        [duration_minutes] as duration_minutes,
        original_language,
        coalesce(directors, []) || coalesce(cast_members, []) as people,
        is_netflix_network or netflix_id is not null as is_on_netflix,
    from tmdb
    anti join matches using (type, tmdb_id)
),

both_kinds as (
    select * from from_netflix
    union all by name
    select * from from_tmdb
)

select
    known_key,
    type,
    list_distinct(list_transform(title_keys, lambda key: replace(key, ' ', ''))) as joined_keys,
    list_distinct(list_transform(names, lambda name: lower(name))) as names,
    tmdb_id,
    imdb_id,
    release_year,
    released_on,
    first_year,
    added_on,
    if(
        type = 'movie',
        list_filter(duration_minutes, lambda minutes: minutes is not null and minutes > 0),
        []
    ) as duration_minutes,
    original_language,
    list_distinct(list_transform(people, lambda name: lower(strip_accents(name)))) as people,
    coalesce(is_on_netflix, false) as is_on_netflix,
from both_kinds
