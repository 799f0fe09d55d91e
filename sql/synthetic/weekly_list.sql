-- The list of $owner as it was on $day, by title, with the rows' numbers as catalogues have them.
select
    's' || row_number() over (order by lower(title), number) as show_id,
    * exclude (show_id, owner, first_day, last_day, number),
from read_parquet($files)
where owner = $owner and $day between first_day and last_day
order by lower(title), number
