-- The films of the newest TMDb file that lists genres, with overview, genres, and the genres that
-- the published models give them. One row per film.
with

loads as (
    select * from ops.loads
),

file as (
    select loads.file
    from raw.tmdb_titles as titles
    inner join loads using (load_id)
    where
        loads.status = 'loaded'
        and titles.kind = 'movie'
        and coalesce(titles.genres, titles.genre_ids) is not null
    group by loads.file, loads.snapshot_on
    having count(*) >= $minimum
    order by loads.snapshot_on desc nulls last, loads.file desc
    limit 1
),

films as (
    select
        titles.title_id,
        titles.fold,
        coalesce(titles.overview, titles.description) as words,
    from features.title as titles
    semi join (select title_id from features.tmdb_file semi join file using (file)) using (title_id)
    where titles.type = 'movie'
)

select
    films.title_id,
    any_value(films.fold) as fold,
    any_value(films.words) as words,
    list(genres.genre order by genres.genre) filter (genres.is_listed) as listed_there,
    list(genres.genre order by genres.genre) filter (genres.is_predicted) as listed_by_us,
from films
inner join marts.title_genres as genres using (title_id)
where films.words is not null and genres.taxonomy = 'tmdb' and genres.is_listed is not null
group by films.title_id
order by films.title_id
