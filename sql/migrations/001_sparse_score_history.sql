-- Scores were remembered as one row per title and run, in scores.title.
insert into scores.runs
select run_id, max(scored_at) as scored_at, count(*) as title_count
from published.scores.title
group by run_id;

insert into scores.history
select
    run_id,
    title_id,
    predicted_rating,
    predicted_rating_low,
    predicted_rating_high,
    liked_probability,
    hit_probability,
    top10_probability,
from published.scores.title
order by run_id, title_id;
