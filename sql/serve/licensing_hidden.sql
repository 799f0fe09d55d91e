-- How many of the found titles each kind of reason speaks against.
select kind, count(*) as title_count,
from (select unnest(kinds) as kind from found)
group by kind
