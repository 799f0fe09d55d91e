-- Whether the file is written for clients before 1.3: later ones choose among other kinds.
select tags['storage_version'] in ('v1.0.0+', 'v1.2.0+')
from duckdb_databases()
where database_name = current_database()
