-- Whose chance of a hit moved most since the run before, and why?
select
    title,
    round(100 * before) as percent_before,
    round(100 * after) as percent_after,
    what_changed,
from marts.movers
where score = 'hit_probability'
order by place
limit 20
