-- How did the chance of a hit develop, week by week, for the titles that are on top now?
with

front_runners as (
    select title_id, title
    from marts.title_scores
    order by hit_probability desc, title_id
    limit 5
)

select
    front_runners.title,
    history.week,
    round(100 * history.hit_probability) as hit_percent,
from marts.score_history as history
inner join front_runners using (title_id)
order by front_runners.title, history.week
