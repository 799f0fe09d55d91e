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
--   in_catalogue: whether the service in the settings offers it in their region by subscription,
--     with advertisements or for free (not as a channel, to rent or to buy), by the newest word on
--     it: a complete list, the service's own statement or a whole reading of the title
--   is_new: in the catalogue by its newest list, and not in the list before of the same series; nor
--     was it there before by another plan
--   catalogue_seen_on: the day of that newest word; null where nobody looked
--   is_on_netflix: whether any source says that the title is or was on Netflix
--   is_own_production: whether the service that the settings name made it: its network, its name
--     among the producers, or a day in its own report
--   made_by: the services in the settings, ours and rivals, that TMDb names as network or producer,
--     separated by commas; null where it names none
--   is_described: whether TMDb, JustWatch or a service's catalogue describes it; else it is known
--     by its name and what a report or a list says beside it
--   first_seen_on: first day on which a source saw it in the catalogue
--   last_seen_on: last day on which one did
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

-- The catalogue is what a subscriber of the service finds there, with advertisements or without.
offers as (
    select *
    from core.offer
    where
        service = getvariable('catalogue_service')
        and region = getvariable('catalogue_region')
        and access in ('subscription', 'ads', 'free')
),

lists as (
    select type, max(seen_on) as newest_on
    from core.offer_list
    where
        service = getvariable('catalogue_service')
        and region = getvariable('catalogue_region')
        and is_main
    group by type
),

arrived as (
    select titles.title_id, true as is_newest
    from core.service_change as changes
    inner join titles using (title_id)
    inner join lists on titles.type = lists.type and changes.seen_on = lists.newest_on
    where
        changes.service = getvariable('catalogue_service')
        and changes.region = getvariable('catalogue_region')
        and changes.change = 'arrived'
),

presence as (
    select
        title_id,
        bool_or(
            offered_from <= getvariable('as_of')
            and (offered_until is null or offered_until > getvariable('as_of'))
        ) as in_catalogue,
        min(first_seen_on) as first_seen_on,
        max(last_seen_on) as last_seen_on,
        max(greatest(last_seen_on, if(end_known <> 'stated', offered_until, null)))
            as spoken_of_on,
    from offers
    group by title_id
),

services as (
    select unnest(list_append(getvariable('rivals'), getvariable('catalogue_service'))) as service
),

service_names as (
    select services.service, service_key(names.spelling) as name_key
    from services
    inner join staging.service as names using (service)
    union
    select service, service_key(service)
    from services
),

-- "Netflix", and "Netflix Animation".
productions as (
    select
        makers.title_id,
        string_agg(distinct names.service, ', ' order by names.service) as made_by,
        bool_or(names.service = getvariable('catalogue_service')) as is_own,
    from (select title_id, unnest(makers) as maker from titles) as makers
    inner join service_names as names
        on
            service_key(makers.maker) = names.name_key
            or starts_with(lower(makers.maker), lower(names.service) || ' ')
    group by makers.title_id
),

reported as (
    select title_id, true as is_dated
    from core.netflix_release
    where told_by = 'engagement report' and getvariable('catalogue_service') = 'Netflix'
),

on_netflix as (
    select distinct title_id, true as is_listed
    from core.catalogue_entry
    where service = 'Netflix'
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
    coalesce(presence.in_catalogue and arrived.is_newest, false) as is_new,
    coalesce(on_netflix.is_listed, false)
    or titles.is_netflix_network
    or titles.netflix_id is not null
    or titles.named_on_netflix as is_on_netflix,
    coalesce(productions.is_own, false)
    or coalesce(reported.is_dated, false)
    or (getvariable('catalogue_service') = 'Netflix' and titles.is_netflix_network)
        as is_own_production,
    productions.made_by,
    titles.is_described,
    greatest(presence.spoken_of_on, lists.newest_on) as catalogue_seen_on,
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
left join lists using (type)
left join presence using (title_id)
left join arrived using (title_id)
left join on_netflix using (title_id)
left join productions using (title_id)
left join reported using (title_id)
order by titles.title_id
