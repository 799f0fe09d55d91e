-- The rows that cannot be used, each with the first reason that holds.
with unusable as materialized (
    select
        place,
        case {cases} end as reason
    from {rows}
    where reason is not null
)

select
    place,
    row_number,
    reason,
    to_json(struct_pack({texts}))::varchar as "row"
from {rows}
inner join unusable using (place)
