-- One row per title of TMDb's daily export of identifiers, typed.
select
    ids.load_id,
    loads.snapshot_on,
    if(ids.kind = 'movie', 'movie', 'series') as kind,
    ids.id::bigint as tmdb_id,
    try_cast(ids.popularity as double) as popularity,
from raw.tmdb_ids as ids
inner join ops.loads as loads
    on ids.load_id = loads.load_id and loads.status = 'loaded'
