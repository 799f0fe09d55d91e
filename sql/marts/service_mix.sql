-- One row per service, region, dimension and value: what each service is made of, beside ours.
-- key: service, region, dimension, value
-- columns:
--   service: ours, a rival, or another of which there is a complete list
--   region: ISO 3166 alpha-2 code
--   dimension: 'genre' (TMDb's), 'tag' (the service's own genres; no other has them), 'country',
--     'language' or 'age' (whole years from the year of release to that of the run)
--   value: the genre, tag, country's or language's English name, or span of years
--   title_count: titles with that value that are offered, by subscription, with ads or free
--   known_count: offered titles of which the dimension is known
--   share: title_count of known_count, 0 to 1; a title with two genres or countries counts for both
--   catalogue_title_count: the same of the service of the settings there; null for a tag
--   catalogue_share: the same of it; null for a tag, and where it is not offered
with

offered as (
    select distinct offers.title_id, offers.service, offers.region
    from marts.offers as offers
    inner join core.offer_place as places using (service, region)
    where offers.is_offered and offers.is_included and places.is_compared
),

titles as (
    select
        title_id,
        original_language,
        year(getvariable('as_of')) - release_year as years,
    from core.title
),

aged as (
    select
        title_id,
        case
            when years <= 0 then 'The same year'
            when years <= 2 then '1–2 years'
            when years <= 5 then '3–5 years'
            when years <= 10 then '6–10 years'
            when years <= 20 then '11–20 years'
            else 'Over 20 years'
        end as age,
    from titles
    where years is not null
),

valued as (
    select title_id, null as service, 'genre' as dimension, genre as value
    from core.title_genre
    where taxonomy = 'tmdb'
    union all
    -- A service's own genres are a taxonomy by its name.
    select title_genre.title_id, services.service, 'tag', title_genre.genre
    from core.title_genre as title_genre
    inner join (select distinct service from offered) as services
        on lower(title_genre.taxonomy) = lower(services.service)
    union all
    select title_id, null, 'country', country
    from core.title_country
    inner join core.country using (country_code)
    union all
    select titles.title_id, null, 'language', languages.language
    from titles
    inner join core.language as languages on titles.original_language = languages.language_code
    union all
    select title_id, null, 'age', age
    from aged
),

spread as (
    select offered.service, offered.region, offered.title_id, valued.dimension, valued.value
    from offered
    inner join valued using (title_id)
    where coalesce(valued.service, offered.service) = offered.service
),

known as (
    select service, region, dimension, count(distinct title_id) as known_count
    from spread
    group by all
),

counted as (
    select service, region, dimension, value, count(distinct title_id) as title_count
    from spread
    group by all
),

mixed as (
    select *, title_count / known_count as share
    from counted
    inner join known using (service, region, dimension)
),

ours as (
    select region, dimension, value, title_count, share
    from mixed
    where service = getvariable('catalogue_service') and dimension <> 'tag'
),

ours_known as (
    select region, dimension
    from known
    where service = getvariable('catalogue_service') and dimension <> 'tag'
)

select
    mixed.service,
    mixed.region,
    mixed.dimension,
    mixed.value,
    mixed.title_count,
    mixed.known_count,
    mixed.share,
    if(ours_known.region is null, null, coalesce(ours.title_count, 0)) as catalogue_title_count,
    if(ours_known.region is null, null, coalesce(ours.share, 0)) as catalogue_share,
from mixed
left join ours using (region, dimension, value)
left join ours_known using (region, dimension)
order by mixed.service, mixed.region, mixed.dimension, mixed.title_count desc, mixed.value
