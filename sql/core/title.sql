-- One row per title that a source names: Netflix's with their TMDb match, TMDb's own, and those
-- that a report, a list or another service names.
-- key: title_id
-- columns:
--   title_id: stable key, made of what the title was first known by; the same in every run
--   type: 'movie' or 'series'
--   title: title as Netflix lists it, else TMDb's, else as it is named
--   original_title: title in the original language, from TMDb or a report
--   title_keys: the letters and digits in lower case of every title it goes by, for matching
--   release_year: year of release; for a series in the catalogue, of its newest season
--   tmdb_id: matched TMDb title
--   imdb_id: IMDb's identifier
--   netflix_id: Netflix's identifier, where a source has it
--   in_catalogue: whether the newest catalogue snapshot lists it
--   is_new: in the newest snapshot and not in the one before
--   is_on_netflix: whether any source says that the title is or was on Netflix
--   is_described: whether TMDb or a service's catalogue describes it; else it is known by its name
--     and what a report or a list says beside it
--   first_seen_on: first snapshot that lists it
--   last_seen_on: last snapshot that lists it
--   added_on: the day Netflix says it was added
--   description: Netflix's description, else that of a service of which alone it is known
--   overview: TMDb's description
--   maturity_rating: audience rating as Netflix lists it, else as that service does
--   duration_minutes: length of a film, minutes
--   season_count: number of seasons of a series
--   original_language: ISO 639-1 code, from TMDb
--   released_on: day of release or first airing, from TMDb
with

titles as (
    select * from core.described_title
),

snapshots as (
    select * from core.catalogue_snapshot
),

entries as (
    select * from core.catalogue_entry
),

presence as (
    select
        entries.title_id,
        bool_or(snapshots.is_newest) as in_catalogue,
        bool_or(entries.snapshot_on = newest.previous_on) as was_in_previous,
        any_value(newest.previous_on) as previous_on,
        min(entries.snapshot_on) as first_seen_on,
        max(entries.snapshot_on) as last_seen_on,
    from entries
    inner join snapshots using (service, region, snapshot_on)
    cross join (select previous_on from snapshots where is_newest) as newest
    group by entries.title_id
),

on_netflix as (
    select distinct title_id, true as is_listed
    from entries
    where service = 'Netflix'
),

on_services as (
    select distinct title_id, true as is_listed
    from entries
)

select
    titles.title_id,
    titles.type,
    titles.title,
    titles.original_title,
    titles.title_keys,
    titles.release_year,
    titles.tmdb_id,
    titles.imdb_id,
    titles.netflix_id,
    coalesce(presence.in_catalogue, false) as in_catalogue,
    coalesce(
        presence.in_catalogue
        and not presence.was_in_previous
        and presence.previous_on is not null,
        false
    ) as is_new,
    on_netflix.is_listed is not null
    or titles.is_netflix_network
    or titles.netflix_id is not null
    or titles.named_on_netflix as is_on_netflix,
    on_services.is_listed is not null or titles.tmdb_id is not null as is_described,
    presence.first_seen_on,
    presence.last_seen_on,
    titles.added_on,
    titles.description,
    titles.overview,
    titles.maturity_rating,
    titles.duration_minutes,
    titles.season_count,
    titles.original_language,
    titles.released_on,
from titles
left join presence using (title_id)
left join on_netflix using (title_id)
left join on_services using (title_id)
order by titles.title_id
