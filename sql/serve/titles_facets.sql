-- What the found titles are, with how many are so: the commonest values of each facet.
with

titles as (
    select titles.*
    from search.titles as titles
    inner join found on titles.rowid = found.found_place
),

counted as (
    select 'type' as facet, type as value, count(*) as title_count,
    from titles
    group by type
    union all
    select 'genre', genre, count(*)
    from (select unnest(genres) as genre from titles)
    where genre <> ''
    group by genre
    union all
    select 'country', country_code, count(*)
    from (select unnest(country_codes) as country_code from titles)
    where country_code <> ''
    group by country_code
    union all
    select 'in_catalogue', in_catalogue::varchar, count(*)
    from titles
    where in_catalogue is not null
    group by in_catalogue
    union all
    select 'decade', (release_year // 10 * 10)::varchar, count(*)
    from titles
    where release_year is not null
    group by release_year // 10
)

select facet, value, title_count,
from counted
qualify row_number() over (partition by facet order by title_count desc, value) <= $most
order by list_position($facets::varchar[], facet), title_count desc, value
