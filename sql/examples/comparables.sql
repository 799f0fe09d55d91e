-- What did titles draw that are like the best candidate?
select
    comparables.title,
    comparables.comparable_title,
    comparables.period_start,
    comparables.views,
from marts.comparables as comparables
inner join marts.licensing_candidates as candidates using (title_id)
order by candidates.place, candidates.type, comparables.rank
limit 6
