-- One row per column of a schema's tables and views, for the data dictionary and the export.
-- param: schema
with

tables as (
    select database_name, schema_name, table_name, comment from duckdb_tables()
    union all
    select database_name, schema_name, view_name, comment from duckdb_views()
)

select
    tables.table_name,
    tables.comment as table_comment,
    columns.column_name,
    columns.data_type,
    columns.comment,
from tables
inner join duckdb_columns() as columns using (database_name, schema_name, table_name)
where tables.database_name = current_database() and tables.schema_name = $schema
order by tables.table_name, columns.column_index
