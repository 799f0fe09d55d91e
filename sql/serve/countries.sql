-- The countries that titles can be narrowed to, with how many titles each has.
with

codes as (
    select unnest(country_codes) as country_code from search.titles
),

names as (
    select country_code, min(country) as country from marts.title_countries group by country_code
)

select
    codes.country_code,
    coalesce(names.country, codes.country_code) as country,
    count(*) as title_count,
from codes
left join names using (country_code)
where codes.country_code <> ''
group by all
order by country
