-- One row per title of JustWatch's dumps, as the newest one has it.
select
    justwatch_id,
    imdb_id,
    type,
    title,
    title_key,
    release_year,
    season_count,
    imdb_rating,
    imdb_vote_count,
from staging.stg_justwatch__listings
qualify row_number() over (partition by justwatch_id order by seen_on desc, load_id) = 1
