-- Which tags would the model give to titles that Netflix does not list?
select
    genre,
    count(*) as title_count,
    round(avg(probability), 2) as mean_probability,
from marts.title_genres
where taxonomy = 'netflix' and is_predicted and not in_catalogue
group by genre
order by title_count desc, genre
limit 20
