-- One row per title and score among the 250 that changed most since the title's last score.
-- key: title_id, score
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   in_catalogue: whether the catalogue offers it, see marts.title_scores
--   score: 'predicted_rating', 'liked_probability', 'hit_probability' or 'top10_probability'
--   place: place by the size of the change within the score, from 1
--   before: the score that it had
--   after: the score of the newest run
--   change: after less before
--   what_changed: what became known of the title between the two; the models are trained every run
--   has_new_listing: whether a list of the catalogue that was loaded since has it
--   has_new_tmdb_reading: whether a TMDb file that was loaded since has it
--   before_run_id: the run that made the score before
--   run_id: the newest run
with

newest as (
    select * from marts.title_scores
),

earlier as (
    select *
    from marts.score_history
    where run_id <> getvariable('run_id')
    qualify row_number() over (partition by title_id order by scored_at desc) = 1
),

loads as (
    select load_id, source, snapshot_on, max(loaded_at) as loaded_at
    from ops.loads
    where status = 'loaded'
    group by all
),

listings as (
    select evidence.title_id, max(loads.loaded_at) as loaded_at
    from core.offer_evidence as evidence
    inner join loads using (load_id)
    where
        evidence.kind = 'listed'
        and evidence.service = getvariable('catalogue_service')
        and evidence.region = getvariable('catalogue_region')
    group by evidence.title_id
),

readings as (
    select reading.type, reading.tmdb_id, max(loads.loaded_at) as loaded_at
    from core.tmdb_reading as reading
    inner join loads using (load_id)
    group by all
),

paired as (
    select
        newest.title_id,
        newest.type,
        newest.title,
        newest.in_catalogue,
        coalesce(listings.loaded_at > earlier.scored_at, false) as has_new_listing,
        coalesce(readings.loaded_at > earlier.scored_at, false) as has_new_tmdb_reading,
        earlier.run_id as before_run_id,
        newest.run_id,
        unnest([
            {
                'score': 'predicted_rating',
                'before': earlier.predicted_rating,
                'after': newest.predicted_rating
            },
            {
                'score': 'liked_probability',
                'before': earlier.liked_probability,
                'after': newest.liked_probability
            },
            {
                'score': 'hit_probability',
                'before': earlier.hit_probability,
                'after': newest.hit_probability
            },
            {
                'score': 'top10_probability',
                'before': earlier.top10_probability,
                'after': newest.top10_probability
            },
        ]) as moved,
    from newest
    inner join earlier using (title_id)
    left join listings using (title_id)
    left join readings using (type, tmdb_id)
),

placed as (
    select
        *,
        moved.after - moved.before as change,
        row_number() over (partition by moved.score order by abs(change) desc, title_id) as place,
    from paired
    -- History holds no smaller moves, so there is nothing to compare them with.
    where abs(change) >= if(moved.score = 'predicted_rating', 0.05, 0.01)
)

select
    title_id,
    type,
    title,
    in_catalogue,
    moved.score,
    place,
    moved.before,
    moved.after,
    change,
    case
        when has_new_listing and has_new_tmdb_reading then 'a new snapshot and a new TMDb reading'
        when has_new_listing then 'a new snapshot lists it'
        when has_new_tmdb_reading then 'a new TMDb reading'
        else 'only the models, trained anew'
    end as what_changed,
    has_new_listing,
    has_new_tmdb_reading,
    before_run_id,
    run_id,
from placed
where place <= 250
order by moved.score, place
