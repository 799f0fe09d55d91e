-- The columns that one of the tables of titles in parts has, if it is there.
select column_name
from duckdb_columns()
where
    database_name = current_database()
    and schema_name = 'parts'
    and table_name = $table
order by column_index
