-- The tables that the week was published with.
select schema_name || '.' || table_name as table_name
from duckdb_tables()
where database_name = 'published'
