-- title: The mix beside the rivals
-- lede: Which genres weigh more here than on each rival, and which less?
-- finding: {genre} makes up {catalogue_share} of {place} and {share} of {service}.
-- reading: Share of the catalogue's titles less share of the rival's, percentage points
-- chart: bars y=genre x=difference group=service
-- column: service | Rival | text
-- column: genre | TMDb genre | text
-- column: title_count | On the rival | integer
-- column: catalogue_title_count | In the catalogue | integer
-- column: share | Share of the rival | share
-- column: catalogue_share | Share of the catalogue | share
-- column: difference | Difference, points | gap
-- column: place | - | text
-- column: known_count | Rival's titles with genres | integer
-- order: by rival, the largest difference first
-- note: Genres are TMDb's, so that only titles that TMDb knows count, and rivals can be compared. A
--    title counts once for each of its genres.
-- empty: Of no rival are there titles whose genres are known.
-- param: each = 8
with

lists as (
    select service, region, role, is_catalogue from marts.service_lists
),

catalogue as (
    select service || ' ' || region as place, region from lists where is_catalogue
),

mix as (
    select mix.*, mix.catalogue_share - mix.share as difference, catalogue.place
    from marts.service_mix as mix
    inner join lists using (service, region)
    inner join catalogue using (region)
    where mix.dimension = 'genre' and lists.role = 'rival' and mix.catalogue_share is not null
    qualify
        row_number() over (partition by mix.service order by abs(difference) desc, mix.value)
        <= $each
)

select
    service,
    value as genre,
    title_count,
    catalogue_title_count,
    share,
    catalogue_share,
    difference,
    place,
    known_count,
from mix
order by max(abs(difference)) over (partition by service) desc, service, abs(difference) desc, genre
