-- How many of a column's values are numbers, and how many of those can be Netflix's identifiers.
select
    count(*) filter (regexp_full_match({column}, '[0-9]+(\.0)?')) as number_count,
    count(*) filter (is_netflix_id({column})) as likely_count,
from {rows}
