-- How many numbers of a column leave no doubt that their decimal mark is a comma, or a point: where
-- other than three digits follow it, where it ends groups of three, or where zero stands before it.
with numbers as (
    select without_gaps({column}) as text
    from {rows}
    where contains({column}, ',') or contains({column}, '.')
)

select
    count(*) filter (
        regexp_full_match(text, '[-+]?(\d*,(\d{{1,2}}|\d{{4,}})|(0|\d{{4,}}),\d+|'
            || '\d{{1,3}}(\.\d{{3}})+,\d+|\d{{1,3}}(\.\d{{3}}){{2,}})')
    ) as commas,
    count(*) filter (
        regexp_full_match(text, '[-+]?(\d*\.(\d{{1,2}}|\d{{4,}})|(0|\d{{4,}})\.\d+|'
            || '\d{{1,3}}(,\d{{3}})+\.\d+|\d{{1,3}}(,\d{{3}}){{2,}})')
    ) as points,
from numbers
