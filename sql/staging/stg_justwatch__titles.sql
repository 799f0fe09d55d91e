-- One row per title of JustWatch's dump of Netflix, newest dump, typed.
with

source as (
    select titles.*, loads.snapshot_on
    from raw.justwatch_titles as titles
    inner join ops.loads as loads
        on titles.load_id = loads.load_id and loads.status = 'loaded'
),

newest as (
    select *
    from source
    qualify row_number() over (partition by id order by snapshot_on desc, load_id) = 1
)

select
    id as justwatch_id,
    clean_text(imdb_id) as imdb_id,
    if(upper(type) = 'MOVIE', 'movie', 'series') as type,
    clean_text(title) as title,
    match_key(clean_text(title)) as title_key,
    year_of(release_year) as release_year,
    try_cast(try_cast(seasons as double) as integer) as season_count,
    try_cast(imdb_score as double) as imdb_rating,
    try_cast(try_cast(imdb_votes as double) as bigint) as imdb_vote_count,
from newest
