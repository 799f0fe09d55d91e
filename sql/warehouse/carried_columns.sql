-- The columns of each table that both the new and the published file have, so that an older file
-- can be carried over.
select concat(schema_name, '.', table_name), list(column_name order by column_index)
from duckdb_columns()
semi join (
    select schema_name, table_name, column_name
    from duckdb_columns()
    where database_name = 'published'
) using (schema_name, table_name, column_name)
where database_name = 'warehouse'
group by all
