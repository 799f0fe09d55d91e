-- A hash of all that is loaded, which is what the published tables are made of.
select md5(coalesce(string_agg(distinct load_id, ' ' order by load_id), '')) as loads
from published.ops.loads
where status = 'loaded'
