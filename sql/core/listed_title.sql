-- One row per Netflix title, region and catalogue snapshot that lists it, before it has its title.
-- scratch
-- key: listed_key, region, snapshot_on
-- columns:
--   load_id: the file's load, see ops.loads
--   row_number: place of the row in the file, from 1
--   listed_key: key of what the title is, see core.title_key
--   region: ISO 3166 alpha-2 code of the country whose catalogue it is
--   snapshot_on: the day the snapshot speaks of
--   netflix_id: Netflix's own identifier, where the snapshot has it
--   type: 'movie' or 'series'
--   title: the title as listed
--   title_key: the title's letters and digits in lower case, for matching
--   description: Netflix's description
--   maturity_rating: audience rating as listed, such as TV-MA
--   directors: names as listed
--   cast_members: names as listed
--   countries: names of producing countries as listed
--   genres: Netflix's tags as listed
--   release_year: year of release; for a series, of its newest season
--   duration_minutes: length of a film, minutes
--   season_count: number of seasons of a series
--   added_on: the day Netflix says the title was added
with

listed as (
    select
        *,
        md5(coalesce(description, '')) as text_hash,
    from staging.stg_netflix__titles
),

-- A key is made of no more than it takes to tell titles apart, so that it lasts: a series by its
-- title (its year moves with each season), a film by title and year; a series' year, or the
-- description, is added only where one snapshot lists two titles that would share the key.
shared as (
    select
        *,
        count(*) over (partition by snapshot_on, region, type, identity_key) > 1 as shares_title,
        count(*) over (partition by snapshot_on, region, type, identity_key, release_year) > 1
            as shares_year,
    from listed
),

keyed as (
    select
        *,
        type = 'movie' or bool_or(shares_title) over (partition by type, identity_key)
            as needs_year,
        bool_or(shares_year) over (partition by type, identity_key, release_year) as needs_text,
    from shared
),

-- Language versions of a film can share even their description: the second is numbered.
numbered as (
    select
        *,
        row_number() over (
            partition by snapshot_on, region, type, identity_key, release_year, text_hash
            order by netflix_id, load_id, row_number
        ) as copy_number,
    from keyed
),

identified as (
    select
        *,
        'n' || left(
            md5(
                concat_ws(
                    '|',
                    type,
                    identity_key,
                    if(needs_year, coalesce(release_year, 0), 0),
                    if(needs_text, text_hash, ''),
                    nullif(copy_number, 1)
                )
            ),
            15
        ) as listed_key,
    from numbered
)

select
    load_id,
    row_number,
    listed_key,
    region,
    snapshot_on,
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
from identified
