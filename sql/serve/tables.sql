-- The tables and views that the week was published with.
select schema_name || '.' || table_name as table_name
from duckdb_tables()
where database_name = 'published'
union all
select schema_name || '.' || view_name as table_name
from duckdb_views()
where database_name = 'published'
