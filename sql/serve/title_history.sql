-- The scores of one title, run by run, the oldest first; of several runs of a week the last counts.
select
    week,
    run_id,
    predicted_rating,
    predicted_rating_low,
    predicted_rating_high,
    liked_probability,
    hit_probability,
    top10_probability,
    scored_at,
from marts.score_history
where title_id = $title_id
qualify row_number() over (partition by week order by scored_at desc) = 1
order by week
