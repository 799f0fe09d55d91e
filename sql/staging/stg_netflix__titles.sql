-- One row per Netflix title and snapshot of a region, typed and repaired.
-- view
select * exclude (source)
from staging.stg_catalogues__titles
where source = 'netflix'
