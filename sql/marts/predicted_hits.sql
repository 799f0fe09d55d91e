-- One row per title that the newest run holds for a hit: the likeliest tenth of its type.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   release_year: year of release; for a series in the catalogue, of its newest season
--   in_catalogue: whether the newest Netflix snapshot lists it
--   is_new: in the newest Netflix snapshot and not in the one before
--   place: place among its type by hit_probability, from 1
--   hit_probability: probability of a popularity hit; a hit is one of a tenth, hence the tenth here
--   top10_probability: probability of entering Netflix's global Top 10
--   predicted_rating: rating expected, 0 to 10
--   is_hit: whether it became one; null where that cannot be known
--   is_out_of_fold: whether hit_probability comes from a model that never saw the title; false
--     where is_hit is null
--   genres_listed: listed genres, separated by commas
--   run_id: the run that made the scores
with

scores as (
    select
        *,
        quantile_cont(hit_probability, 0.9) over (partition by type) as bar,
    from marts.title_scores
    where hit_probability is not null
)

select
    title_id,
    type,
    title,
    release_year,
    in_catalogue,
    is_new,
    row_number() over (partition by type order by hit_probability desc, title_id) as place,
    hit_probability,
    top10_probability,
    predicted_rating,
    is_hit,
    is_hit_out_of_fold as is_out_of_fold,
    genres_listed,
    run_id,
from scores
where hit_probability >= bar
order by type, place
