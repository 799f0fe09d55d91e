-- What arrived and left with the newest snapshot?
select
    change,
    type,
    count(*) as title_count,
from marts.catalogue_changes
where snapshot_on = (select max(snapshot_on) from marts.catalogue_changes)
group by change, type
order by change, type
