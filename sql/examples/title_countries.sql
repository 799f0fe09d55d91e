-- Where does the catalogue come from, films and series apart?
select
    country,
    count(*) filter (type = 'movie') as movie_count,
    count(*) filter (type = 'series') as series_count,
from marts.title_countries
where in_catalogue
group by country
order by movie_count + series_count desc, country
limit 20
