-- What moved furthest from the reference, in the newest run that compared anything?
select
    measure,
    kind,
    reference,
    psi,
    is_drifted,
from marts.drift
where run_id = (select max(run_id) from marts.drift)
order by psi desc nulls last
limit 20
