-- One row per film that MovieLens users have rated and TMDb knows: how they rated it.
with

loads as (
    select load_id, snapshot_on from ops.loads where status = 'loaded'
),

-- A user's newest rating of a film counts, whatever number of files repeats it.
ratings as (
    select
        user_id,
        movie_id::bigint as movie_id,
        rating::double as stars,
    from raw.movielens_ratings
    inner join loads using (load_id)
    qualify
        row_number() over (
            partition by user_id, movie_id order by try_cast("timestamp" as bigint) desc, load_id
        ) = 1
),

links as (
    select movie_id::bigint as movie_id, try_cast(tmdb_id as bigint) as tmdb_id
    from raw.movielens_links
    inner join loads using (load_id)
    qualify row_number() over (partition by movie_id order by snapshot_on desc, load_id) = 1
)

select
    links.tmdb_id,
    count(*) as user_count,
    avg(ratings.stars) as mean_stars,
    count(*) filter (ratings.stars >= 4) as liked_count,
from ratings
inner join links using (movie_id)
where links.tmdb_id is not null
group by links.tmdb_id
