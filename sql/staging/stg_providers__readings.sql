-- One row per TMDb title, region and day whose detail answer says all who offer it there.
-- view
select distinct
    load_id,
    type,
    tmdb_id,
    region,
    seen_on,
from staging.stg_providers__offers
where source = 'tmdb details'
