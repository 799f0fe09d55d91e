-- title: Gaps against TMDb at large
-- lede: Of which genres does the catalogue hold less than there is outside?
-- finding: {genre} ({type_name}) makes up {catalogue_share} of the catalogue, {outside_share} of
--    what is outside.
-- reading: Share of the catalogue's titles less share of the titles outside, percentage points
-- chart: bars y=genre x=gap group=type
-- column: type | Type | kind
-- column: type_name | - | text
-- column: genre | TMDb genre | text
-- column: catalogue_count | In the catalogue | integer
-- column: outside_count | Outside | integer
-- column: catalogue_share | Share of the catalogue | share
-- column: outside_share | Share outside | share
-- column: gap | Gap, points | gap
-- column: outside_hit | Chance outside to be popular on TMDb | percent
-- order: films before series, the widest gap first
-- note: By TMDb's genres, of the catalogue's titles that TMDb knows and of the TMDb titles that are
--    loaded and not in the catalogue: a sample of TMDb, not the whole of it.
-- empty: Too few titles have a TMDb genre, in the catalogue or outside.
-- param: each = 5
-- model: hit
with

scores as (
    select title_id, type, in_catalogue, hit_probability
    from marts.title_scores
    where run_id = $run_id
),

genres as (
    select distinct title_id, genre from marts.title_genres
    where taxonomy = 'tmdb' and is_listed and run_id = $run_id
),

totals as (
    select
        scores.type,
        count(distinct title_id) filter (where scores.in_catalogue) as catalogue_total,
        count(distinct title_id) filter (where not scores.in_catalogue) as outside_total,
    from genres
    inner join scores using (title_id)
    group by scores.type
),

counted as (
    select
        scores.type,
        genres.genre,
        count(*) filter (where scores.in_catalogue) as catalogue_count,
        count(*) filter (where not scores.in_catalogue) as outside_count,
        avg(scores.hit_probability) filter (where not scores.in_catalogue) as outside_hit,
    from genres
    inner join scores using (title_id)
    group by scores.type, genres.genre
),

shares as (
    select
        counted.*,
        counted.catalogue_count / totals.catalogue_total as catalogue_share,
        counted.outside_count / totals.outside_total as outside_share,
    from counted
    inner join totals using (type)
    where totals.catalogue_total > 0 and totals.outside_total > 0
    qualify row_number() over (
        partition by counted.type order by abs(catalogue_share - outside_share) desc
    ) <= $each
)

select
    type,
    if(type = 'movie', 'films', 'series') as type_name,
    genre,
    catalogue_count,
    outside_count,
    catalogue_share,
    outside_share,
    catalogue_share - outside_share as gap,
    outside_hit,
from shares
order by type, outside_share - catalogue_share desc, genre
