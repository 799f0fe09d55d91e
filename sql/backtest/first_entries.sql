-- Of each title the earliest snapshot of each service that lists it.
select *
from published.core.catalogue_entry
qualify
    row_number() over (partition by title_id, service order by snapshot_on, region) = 1
