-- One row per title, taxonomy and genre that is listed, predicted or probable enough to keep.
-- key: title_id, taxonomy, genre
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   in_catalogue: whether the catalogue offers it, see marts.title_scores
--   taxonomy: 'netflix' (its tags), 'tmdb' (its genres), or the service whose tags they are, which
--     no model reads or predicts
--   genre: the genre's name in that taxonomy
--   probability: calibrated probability of the genre; null for a genre too rare to be modelled
--   is_listed: whether the genre is listed; null where the title has no listing in the taxonomy
--   is_predicted: whether the probability passes the genre's threshold
--   is_out_of_fold: whether the probability comes from a model that never saw the title
--   reasons: of a predicted genre: the three words or features that spoke most for it
--   run_id: the run that made the scores
with

titles as (
    select title_id, type, in_catalogue from core.title
),

scores as (
    select * from scores.title_genre where run_id = getvariable('run_id')
),

listings as (
    select * from core.title_genre
),

listed_titles as (
    select distinct title_id, taxonomy from listings
),

joined as (
    select
        coalesce(scores.title_id, listings.title_id) as title_id,
        coalesce(scores.taxonomy, listings.taxonomy) as taxonomy,
        coalesce(scores.genre, listings.genre) as genre,
        scores.probability,
        listings.genre is not null as is_listed,
        coalesce(scores.is_predicted, false) as is_predicted,
        coalesce(scores.is_out_of_fold, false) as is_out_of_fold,
        scores.reasons,
    from scores
    full join listings
        on
            scores.title_id = listings.title_id
            and scores.taxonomy = listings.taxonomy
            and scores.genre = listings.genre
)

select
    joined.title_id,
    titles.type,
    titles.in_catalogue,
    joined.taxonomy,
    joined.genre,
    joined.probability,
    if(listed_titles.title_id is null, null, joined.is_listed) as is_listed,
    joined.is_predicted,
    joined.is_out_of_fold,
    joined.reasons,
    getvariable('run_id') as run_id,
from joined
inner join titles using (title_id)
left join listed_titles
    on joined.title_id = listed_titles.title_id and joined.taxonomy = listed_titles.taxonomy
order by joined.title_id, joined.taxonomy, joined.probability desc, joined.genre
