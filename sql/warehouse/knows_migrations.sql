-- Whether the published file says which migrations it has been through; the first version did not.
select count(*) > 0
from duckdb_tables()
where database_name = 'published' and schema_name = 'ops' and table_name = 'migrations'
