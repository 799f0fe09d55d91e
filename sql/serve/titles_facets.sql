-- How many of the found titles are so, by value of a facet.
select facet_id, count(*) as title_count
from search.title_facets
inner join found using (found_place)
group by facet_id
