-- One row per title, taxonomy and genre that is listed.
-- key: title_id, taxonomy, genre
-- columns:
--   title_id: stable key of the title
--   taxonomy: 'netflix' (its tags), 'tmdb' (its genres), or the service whose tags they are
--   genre: the genre's name in that taxonomy
with

titles as (
    select * from core.title
),

services as (
    select title_id, if(service = 'Netflix', 'netflix', service) as taxonomy, genres
    from core.catalogue_entry
    qualify
        row_number() over (partition by title_id, service order by snapshot_on desc, region) = 1
),

tmdb as (
    select titles.title_id, tmdb_title.genres
    from core.tmdb_title as tmdb_title
    inner join titles using (type, tmdb_id)
)

select distinct title_id, taxonomy, unnest(genres) as genre from services
union all
select distinct title_id, 'tmdb' as taxonomy, unnest(genres) as genre from tmdb
order by all
