-- One row per title, whichever sources know it: Netflix's with their TMDb match, then TMDb's own.
-- key: title_id
-- columns:
--   title_id: stable key, made of what the title is; the same in every snapshot and run
--   type: 'movie' or 'series'
--   title: title as Netflix lists it, else TMDb's
--   original_title: title in the original language, from TMDb
--   title_keys: the letters and digits in lower case of every title it goes by, for matching
--   release_year: year of release; for a series in the catalogue, of its newest season
--   tmdb_id: matched TMDb title
--   imdb_id: IMDb's identifier, from TMDb
--   netflix_id: Netflix's identifier, where a source has it
--   in_catalogue: whether the newest catalogue snapshot lists it
--   is_new: in the newest snapshot and not in the one before
--   is_on_netflix: whether any source says that the title is or was on Netflix
--   first_seen_on: first snapshot that lists it
--   last_seen_on: last snapshot that lists it
--   added_on: the day Netflix says it was added
--   description: Netflix's description
--   overview: TMDb's description
--   maturity_rating: audience rating as Netflix lists it
--   duration_minutes: length of a film, minutes
--   season_count: number of seasons of a series
--   original_language: ISO 639-1 code, from TMDb
--   released_on: day of release or first airing, from TMDb
with

snapshots as (
    select * from core.catalogue_snapshot
),

entries as (
    select * from core.catalogue_entry
),

matches as (
    select * from core.title_match
),

tmdb as (
    select * from core.tmdb_title
),

-- Who else says that a title is on Netflix: JustWatch by IMDb's identifier, and Netflix's report.
on_justwatch as (
    select distinct imdb_id
    from staging.stg_justwatch__listings
    where imdb_id is not null and service = 'Netflix'
),

reported as (
    select * from core.netflix_report
),

presence as (
    select
        title_id,
        bool_or(snapshots.is_newest) as in_catalogue,
        bool_or(entries.snapshot_on = newest.previous_on) as was_in_previous,
        any_value(newest.previous_on) as previous_on,
        max(netflix_id) as netflix_id,
        min(entries.snapshot_on) as first_seen_on,
        max(entries.snapshot_on) as last_seen_on,
    from entries
    inner join snapshots using (snapshot_on)
    cross join (select previous_on from snapshots where is_newest) as newest
    group by title_id
),

newest_entries as (
    select *
    from entries
    qualify row_number() over (partition by title_id order by snapshot_on desc) = 1
),

from_netflix as (
    select
        entry.title_id,
        entry.type,
        entry.title,
        tmdb.original_title,
        list_distinct([entry.title_key] || coalesce(tmdb.title_keys, [])) as title_keys,
        entry.release_year,
        tmdb.tmdb_id,
        tmdb.imdb_id,
        coalesce(presence.netflix_id, tmdb.netflix_id) as netflix_id,
        presence.in_catalogue,
        presence.in_catalogue
        and not presence.was_in_previous
        and presence.previous_on is not null as is_new,
        true as is_on_netflix,
        presence.first_seen_on,
        presence.last_seen_on,
        entry.added_on,
        entry.description,
        tmdb.overview,
        entry.maturity_rating,
        coalesce(entry.duration_minutes, if(entry.type = 'movie', tmdb.duration_minutes, null))
            as duration_minutes,
        coalesce(entry.season_count, tmdb.season_count) as season_count,
        tmdb.original_language,
        tmdb.released_on,
    from newest_entries as entry
    inner join presence using (title_id)
    left join matches using (title_id)
    left join tmdb on matches.type = tmdb.type and matches.tmdb_id = tmdb.tmdb_id
),

from_tmdb as (
    select
        't' || left(md5(concat_ws('|', 'tmdb', type, tmdb_id)), 15) as title_id,
        type,
        title,
        original_title,
        title_keys,
        release_year,
        tmdb_id,
        imdb_id,
        netflix_id,
        false as in_catalogue,
        false as is_new,
        is_netflix_network
        or netflix_id is not null
        or on_justwatch.imdb_id is not null
        or reported.tmdb_id is not null as is_on_netflix,
        null::date as first_seen_on,
        null::date as last_seen_on,
        null::date as added_on,
        null::varchar as description,
        overview,
        null::varchar as maturity_rating,
        if(type = 'movie', duration_minutes, null) as duration_minutes,
        season_count,
        original_language,
        released_on,
    from tmdb
    left join on_justwatch using (imdb_id)
    left join reported using (type, tmdb_id)
    anti join matches using (type, tmdb_id)
)

select * from from_netflix
union all by name
select * from from_tmdb
order by title_id
