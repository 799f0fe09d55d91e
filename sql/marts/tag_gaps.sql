-- One row per title, taxonomy and genre that looks missing from the listing, or wrong in it.
-- key: title_id, taxonomy, genre
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   release_year: year of release; for a series in the catalogue, of its newest season
--   in_catalogue: whether the catalogue offers it, see marts.title_scores
--   taxonomy: 'netflix' (its tags) or 'tmdb' (its genres)
--   genre: the genre in question
--   gap: 'missing' (not listed, probability 0.8 or more) or 'doubtful' (listed, probability 0.02 or
--     less)
--   place: place among the taxonomy's gaps of the kind, the surest first, from 1
--   probability: calibrated probability, by a model that never saw the title
--   listed: genres that are listed in the taxonomy, separated by commas
--   run_id: the run that made the scores
with

genres as (
    select *
    from marts.title_genres
    where is_listed is not null and taxonomy in ('netflix', 'tmdb')
),

titles as (
    select title_id, title, release_year from core.title
),

listings as (
    select title_id, taxonomy, string_agg(genre, ', ' order by genre) as listed
    from genres
    where is_listed
    group by all
),

gaps as (
    select
        *,
        if(is_listed, 'doubtful', 'missing') as gap,
        if(is_listed, 1 - probability, probability) as certainty,
    from genres
    where is_out_of_fold and if(is_listed, probability <= 0.02, probability >= 0.8)
)

select
    gaps.title_id,
    gaps.type,
    titles.title,
    titles.release_year,
    gaps.in_catalogue,
    gaps.taxonomy,
    gaps.genre,
    gaps.gap,
    row_number() over (
        partition by gaps.taxonomy, gaps.gap
        order by gaps.certainty desc, gaps.title_id, gaps.genre
    ) as place,
    gaps.probability,
    listings.listed,
    gaps.run_id,
from gaps
inner join titles using (title_id)
left join listings using (title_id, taxonomy)
order by gaps.taxonomy, gaps.gap, place
