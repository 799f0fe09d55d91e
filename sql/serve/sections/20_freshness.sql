-- chapter: Sources
-- title: How fresh the sources are
-- lede: How old was each source's newest file on the day of the run?
-- column: name | Source | text
-- column: value | Days old | integer
-- column: status | State | text
-- column: message | What is known | text
-- order: the oldest first
-- table: open
-- empty: No source has been loaded.
select name, value, status, message
from marts.data_quality
where area = 'freshness'
order by value desc, name
