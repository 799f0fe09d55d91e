-- Whether the week was published with all that the page on licensing asks for.
select count(*) > 0 as is_known
from duckdb_columns()
where
    database_name = 'published'
    and schema_name = 'marts'
    and table_name = 'licensing_candidates'
    and column_name = 'excluded_as'
