-- What titles to license can be narrowed to, with how many of those that nothing speaks against
-- have it. One row per filter and value.
with

open as (
    select * from search.licensing where len(kinds) = 0
),

named as (
    select country_code, min(country) as country from marts.title_countries group by country_code
),

counted as (
    select 'genre' as filter, unnest(genres) as value, from open
    union all
    select 'language', original_language from open
    union all
    select 'country', unnest(country_codes) from open
    union all
    select 'maturity', maturity_rating from open
    union all
    select 'offered_by', unnest(services) from open
),

labels as (
    select 'language' as filter, original_language as value, any_value(language) as label,
    from open
    group by all
    union all
    select 'country', country_code, country from named
)

select
    counted.filter,
    counted.value,
    coalesce(any_value(labels.label), counted.value) as label,
    count(*) as title_count,
from counted
left join labels using (filter, value)
where counted.value <> ''
group by counted.filter, counted.value
order by counted.filter, label
