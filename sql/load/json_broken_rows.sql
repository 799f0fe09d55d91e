-- The values that are no objects.
select
    row_number,
    'not a JSON object' as reason,
    answer::varchar as "row"
from {answers}
where answer is null or json_type(answer) <> 'OBJECT'
