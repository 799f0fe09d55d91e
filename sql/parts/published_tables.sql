-- The tables that the published file has of titles in parts.
select table_name
from duckdb_tables()
where database_name = 'published' and schema_name = 'parts'
order by table_name
