-- warn: rows could not be loaded; raw.rejects has each with its reason
select rejects.load_id
from raw.rejects as rejects
inner join ops.loads as loads on rejects.load_id = loads.load_id and loads.status = 'loaded'
where loads.run_id = getvariable('run_id')
