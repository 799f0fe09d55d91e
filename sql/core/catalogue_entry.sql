-- One row per title, service, region and catalogue snapshot that lists it, as the service lists it.
-- key: title_id, service, region, snapshot_on
-- columns:
--   title_id: stable key of the title
--   service: the streaming service
--   region: ISO 3166 alpha-2 code of the country whose catalogue it is
--   snapshot_on: the day the snapshot speaks of
--   load_id: the file's load, see ops.loads
--   netflix_id: Netflix's own identifier, where the snapshot has it
--   type: 'movie' or 'series'
--   title: the title as listed
--   title_key: the title's letters and digits in lower case, for matching
--   description: the service's description
--   maturity_rating: audience rating as listed, such as TV-MA
--   directors: names as listed
--   cast_members: names as listed
--   countries: names of producing countries as listed
--   genres: the service's tags as listed
--   release_year: year of release; for a series, of its newest season
--   duration_minutes: length of a film, minutes
--   season_count: number of seasons of a series
--   added_on: the day the service says the title was added
with

netflix as (
    select keys.title_id, 'Netflix' as service, listed.*
    from core.listed_title as listed
    inner join core.title_key as keys on listed.listed_key = keys.key
),

others as (
    select named.title_id, listed.*
    from staging.stg_services__titles as listed
    inner join core.named_title as named using (load_id, row_number)
),

listed as (
    select * from netflix
    union all by name
    select * from others
)

select
    title_id,
    service,
    region,
    snapshot_on,
    load_id,
    netflix_id,
    type,
    title,
    title_key,
    description,
    maturity_rating,
    directors,
    cast_members,
    countries,
    genres,
    release_year,
    duration_minutes,
    season_count,
    added_on,
from listed
-- A service that lists one title twice lists it.
qualify
    row_number() over (
        partition by title_id, service, region, snapshot_on order by row_number
    ) = 1
