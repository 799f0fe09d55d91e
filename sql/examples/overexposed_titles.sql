-- Which titles draw more attention than their rating bears out?
select
    title,
    round(popularity) as popularity,
    round(rating, 1) as rating,
    is_predicted,
    round(gap, 2) as gap,
from marts.overexposed_titles
order by place
limit 20
