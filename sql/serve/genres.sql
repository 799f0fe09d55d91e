-- The genres that titles can be narrowed to, with how many titles each has.
select genre, count(*) as title_count,
from (select unnest(genres) as genre from search.titles)
where genre <> ''
group by genre
order by genre
