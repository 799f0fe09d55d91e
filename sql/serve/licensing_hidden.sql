-- How many of the found titles each kind of reason speaks against.
select kind, count(*) as title_count,
from (
    select unnest(titles.kinds) as kind
    from search.licensing as titles
    inner join found on titles.rowid = found.found_place
)
group by kind
