-- Which tags does the model give in the place of which?
select
    genre,
    missed_count,
    missed_for,
    missed_for_count,
from marts.tag_confusion
where taxonomy = 'netflix' and missed_for is not null
order by missed_for_count desc, genre
limit 10
