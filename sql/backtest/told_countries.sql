-- Where titles come from of which the earliest file does not say it.
select title_id, list(country_code order by position) as countries
from published.core.title_country
group by title_id
