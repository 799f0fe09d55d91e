-- What titles can be narrowed to by a link. search.facet_values has one row per value of a facet,
-- search.title_facets one per title and value: by numbers, since they are counted for each search.
create table search.valued as
select rowid as found_place, 'type' as facet, type as value
from search.titles
union all
select rowid, 'genre', unnest(genres)
from search.titles
union all
select rowid, 'country', unnest(country_codes)
from search.titles
union all
select rowid, 'in_catalogue', in_catalogue::varchar
from search.titles
union all
select rowid, 'decade', (release_year // 10 * 10)::varchar
from search.titles;

create table search.facet_values as
select (row_number() over (order by facet, value))::usmallint as facet_id, facet, value
from (select distinct facet, value from search.valued where value <> '');

create table search.title_facets as
select found_place, facet_id
from search.valued
inner join search.facet_values using (facet, value);

drop table search.valued;
