-- The last title of each batch of $size consecutive ones.
select title_id
from features.title
qualify row_number() over (order by title_id) % $size = 0
order by title_id
