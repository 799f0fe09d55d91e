-- One row per table macro of a schema, as the published file has it.
-- param: schema
select
    function_name,
    parameters,
    comment,
from duckdb_functions()
where
    database_name = current_database()
    and schema_name = $schema
    and function_type = 'table_macro'
    and not internal
order by function_name
