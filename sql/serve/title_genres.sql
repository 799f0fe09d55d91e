-- The genres of one title, listed or probable, the likeliest first; the columns of reasons follow
-- as they are.
select *
from marts.title_genres
where title_id = $title_id
order by taxonomy, probability desc nulls last, genre
