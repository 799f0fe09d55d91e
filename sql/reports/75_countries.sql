-- title: Where it comes from
-- lede: Which countries is the catalogue made in?
-- finding: {country} had a hand in {share} of the titles; {country_count|country|countries} are
--    named in all.
-- reading: Share of the catalogue's titles made in, or with, the country
-- chart: bars y=country x=share top=15
-- column: country | Country | text
-- column: title_count | Titles | integer
-- column: share | Share | share
-- column: movie_share | Of them films | percent
-- column: mean_rating | Predicted rating | rating
-- column: mean_hit | Chance to be popular on TMDb | percent
-- column: country_count | - | integer
-- order: by number of titles
-- note: A co-production counts for each of its countries. Titles that name no country are left out.
-- empty: No title of the catalogue names a country.
-- param: limit = 25
-- model: rating
-- model: hit
with

title_countries as (
    select * from marts.title_countries where in_catalogue
),

title_scores as (
    select * from marts.title_scores where run_id = $run_id
),

named as (
    select count(distinct title_id) as title_count from title_countries
)

select
    title_countries.country,
    count(*) as title_count,
    count(*) / any_value(named.title_count) as share,
    count(*) filter (where title_countries.type = 'movie') / count(*) as movie_share,
    avg(title_scores.predicted_rating) as mean_rating,
    avg(title_scores.hit_probability) as mean_hit,
    count(*) over () as country_count,
from title_countries
inner join title_scores on title_countries.title_id = title_scores.title_id
cross join named
group by title_countries.country
order by count(*) desc, title_countries.country
limit $limit
