-- One row per title and producing country.
-- key: title_id, country_code
-- columns:
--   title_id: stable key of the title
--   country_code: ISO 3166 alpha-2 code, or the code of a former country
--   position: place in the list, from 1; Netflix's list where it has one, else TMDb's, else
--     another service's
with

titles as (
    select * from core.title
),

names as (
    select * from staging.country
),

listings as (
    select
        title_id,
        service = 'Netflix' as is_netflix,
        countries,
    from core.catalogue_entry
    where len(countries) > 0
    qualify
        row_number() over (
            partition by title_id, is_netflix order by snapshot_on desc, service, region
        ) = 1
),

listed as (
    select
        titles.title_id,
        coalesce(netflix.countries, tmdb.countries, others.countries, named.countries) as countries,
    from titles
    left join listings as netflix on titles.title_id = netflix.title_id and netflix.is_netflix
    left join listings as others on titles.title_id = others.title_id and not others.is_netflix
    left join core.tmdb_title as tmdb using (type, tmdb_id)
    left join core.described_title as named on titles.title_id = named.title_id
),

spread as (
    select
        title_id,
        unnest(countries) as listed_name,
        generate_subscripts(countries, 1) as position,
    from listed
),

coded as (
    select
        spread.title_id,
        names.country_code,
        min(spread.position)::integer as position,
    from spread
    inner join names
        on spread.listed_name = names.country
        or (spread.listed_name = names.country_code and names.is_preferred)
    group by spread.title_id, names.country_code
)

select * from coded
order by all
