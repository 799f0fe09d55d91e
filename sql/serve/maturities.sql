-- The maturity ratings that an idea's title can be said to have, the commonest first.
select
    maturity_rating as maturity,
    count(*) as title_count,
from marts.title_scores
where maturity_rating is not null
group by maturity_rating
having count(*) >= 3
order by title_count desc, maturity
