-- What each folder of a path can be: a region, a service (by our name), one that is known.
select
    region_code(folder) as region,
    service_name(folder, null) as service,
    is_known_service(folder) as is_known
from (select unnest($folders::varchar[]) as folder, generate_subscripts($folders, 1) as place)
order by place
