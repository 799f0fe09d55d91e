-- The keys that any of the objects has.
select distinct unnest(json_keys(answer)) as key
from {answers}
where json_type(answer) = 'OBJECT'
order by key
