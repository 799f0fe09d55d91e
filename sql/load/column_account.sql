-- Of one column: how many values were read, are empty, or are there and were not understood.
struct_pack(
    "read" := count({value}),
    "empty" := count(*) filter ({value} is null and ({is_there}) is not true),
    unread := count(*) filter ({value} is null and {is_there}),
    examples := min(distinct {text}, 3) filter ({value} is null and {is_there})
)
