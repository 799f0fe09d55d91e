-- Remember the scores of a run that moved since they were last remembered, and that it was run.
insert into scores.runs
select run_id, max(scored_at) as scored_at, count(*) as title_count
from scores.title
where run_id = $run_id
group by run_id;

insert into scores.history
with

held as (
    select *
    from scores.history
    qualify row_number() over (partition by title_id order by run_id desc) = 1
)

select
    scores.run_id,
    scores.title_id,
    scores.predicted_rating,
    scores.predicted_rating_low,
    scores.predicted_rating_high,
    scores.liked_probability,
    scores.hit_probability,
    scores.top10_probability,
from scores.title as scores
left join held using (title_id)
where
    scores.run_id = $run_id
    and (
        held.title_id is null
        or moved(scores.predicted_rating, held.predicted_rating, $rating)
        or moved(scores.predicted_rating_low, held.predicted_rating_low, $rating)
        or moved(scores.predicted_rating_high, held.predicted_rating_high, $rating)
        or moved(scores.liked_probability, held.liked_probability, $probability)
        or moved(scores.hit_probability, held.hit_probability, $probability)
        or moved(scores.top10_probability, held.top10_probability, $probability)
    )
order by scores.title_id;
