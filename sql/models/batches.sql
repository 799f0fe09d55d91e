-- The first and last title of each batch of $size consecutive ones of a type.
select type, min(title_id), max(title_id)
from (
    select
        type,
        title_id,
        (row_number() over (partition by type order by title_id) - 1) // $size as batch,
    from features.title
)
group by type, batch
order by type, batch
