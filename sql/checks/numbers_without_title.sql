-- warn: availability/ or offers/ name titles by TMDb numbers that no file of tmdb/ describes
with

named as (
    select load_id, type, tmdb_id
    from staging.stg_providers__offers
    where source = 'provider table'
    union
    select load_id, type, tmdb_id
    from staging.stg_offers__titles
    where tmdb_id is not null and title is null and imdb_id is null and not is_replaced
)

select distinct
    loads.file,
    named.type,
    named.tmdb_id,
from named
inner join ops.loads as loads using (load_id)
anti join core.title as titles
    on named.type = titles.type and named.tmdb_id = titles.tmdb_id
where loads.status = 'loaded'
