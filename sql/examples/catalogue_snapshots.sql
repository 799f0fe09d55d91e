-- How did the catalogue grow, and how much of it changes between snapshots?
select
    snapshot_on,
    title_count,
    arrived_count,
    departed_count,
    round(100 * departed_count / lag(title_count) over (order by snapshot_on), 1)
        as percent_departed,
from marts.catalogue_snapshots
order by snapshot_on
