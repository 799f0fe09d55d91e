-- DuckDB's functions by name, for the completion in the SQL box: those that make a value. One row
-- per name.
select distinct function_name
from duckdb_functions()
where
    function_type in ('scalar', 'aggregate', 'macro')
    and schema_name = 'main'
    and regexp_full_match(function_name, '[a-z][a-z0-9_]*')
    and not regexp_matches(
        function_name, '^(duckdb_|pg_|pragma_|has_|json_(de)?serialize|json_exec)'
    )
    and function_name not in ('current_setting', 'getenv', 'write_log', 'getvariable')
order by function_name
