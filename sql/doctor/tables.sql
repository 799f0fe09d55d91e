-- The tables whose blocks are in the file itself, by their names as SQL writes them.
select format('"{}"."{}"', schema_name, replace(table_name, '"', '""'))
from duckdb_tables()
where not internal and not temporary
order by schema_name, table_name
