-- Of which groups of titles do the chances add up to something else than what was seen?
select
    question,
    grouping,
    type,
    part,
    title_count,
    round(expected_count, 1) as expected,
    seen_count as seen,
from marts.chances_and_outcomes
where not is_held
order by abs(expected_count - seen_count) desc
