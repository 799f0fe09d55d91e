-- One row per genre of TMDb: its name in the newest file that has it, else in our own table.
with

fetched as (
    select
        genres.genre_id::integer as genre_id,
        arg_max(clean_text(genres.genre), loads.snapshot_on) as genre,
    from raw.tmdb_genres as genres
    inner join ops.loads as loads
        on genres.load_id = loads.load_id and loads.status = 'loaded'
    group by all
),

built_in as (
    select * from staging.tmdb_genre
)

select
    genre_id,
    coalesce(fetched.genre, built_in.genre) as genre,
from built_in
full join fetched using (genre_id)
