-- What the rows that cannot be used have in one column, most frequent first.
select left("row" ->> $column, 40) as word
from {set_aside}
where word is not null
group by word
order by count(*) desc, word
limit 5
