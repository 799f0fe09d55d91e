-- What needs looking at in the newest run's data?
select
    area,
    name,
    value,
    message,
from marts.data_quality
where status <> 'ok'
order by area, name
