-- Of each TMDb title the rows of the earliest file that names it; a file that does not say when it
-- was read counts as later than all that do.
select titles.*
from published.raw.tmdb_titles as titles
inner join published.ops.loads as loads
    on titles.load_id = loads.load_id and loads.status = 'loaded'
where titles.title is not null
qualify
    rank() over (
        partition by titles.kind = 'movie', titles.id
        order by loads.snapshot_on nulls last, titles.load_id
    ) = 1
