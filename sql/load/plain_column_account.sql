-- The same of a column whose values were taken as they stand.
struct_pack(
    "read" := count({value}),
    "empty" := count(*) - count({value}),
    unread := 0,
    examples := null::varchar[]
)
