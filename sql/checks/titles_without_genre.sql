-- warn: titles got no genre tag from either model
select title_id
from marts.title_scores
anti join (
    select title_id from marts.title_genres where is_predicted
) using (title_id)
