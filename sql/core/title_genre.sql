-- One row per title, taxonomy and genre that is listed.
-- key: title_id, taxonomy, genre
-- columns:
--   title_id: stable key of the title
--   taxonomy: 'netflix' (its tags) or 'tmdb' (its genres)
--   genre: the genre's name in that taxonomy
with

titles as (
    select * from core.title
),

netflix as (
    select title_id, genres
    from core.catalogue_entry
    qualify row_number() over (partition by title_id order by snapshot_on desc) = 1
),

tmdb as (
    select titles.title_id, tmdb_title.genres
    from core.tmdb_title as tmdb_title
    inner join titles using (type, tmdb_id)
)

select distinct title_id, 'netflix' as taxonomy, unnest(genres) as genre from netflix
union all
select distinct title_id, 'tmdb' as taxonomy, unnest(genres) as genre from tmdb
order by all
