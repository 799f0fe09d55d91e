-- One row per title of a JustWatch dump, each a list of a service in a region, typed.
with

-- Before their keys are made of them: a macro works its argument out wherever it names it.
cleaned as (
    select * replace (clean_text(title) as title)
    from raw.justwatch_titles
)

select
    titles.load_id,
    titles.row_number,
    titles.id as justwatch_id,
    clean_text(titles.imdb_id) as imdb_id,
    if(upper(titles.type) = 'MOVIE', 'movie', 'series') as type,
    titles.title,
    match_key(titles.title) as title_key,
    clean_text(titles.description) as description,
    clean_text(titles.age_certification) as maturity_rating,
    list_of(titles.production_countries) as countries,
    loads.service,
    loads.region,
    year_of(titles.release_year) as release_year,
    case
        when upper(titles.type) = 'MOVIE'
            then nullif(try_cast(try_cast(titles.runtime as double) as integer), 0)
    end as duration_minutes,
    try_cast(try_cast(titles.seasons as double) as integer) as season_count,
    try_cast(titles.imdb_score as double) as imdb_rating,
    try_cast(try_cast(titles.imdb_votes as double) as bigint) as imdb_vote_count,
    coalesce(loads.snapshot_on, loads.loaded_at::date) as seen_on,
from cleaned as titles
inner join ops.loads as loads
    on titles.load_id = loads.load_id and loads.status = 'loaded'
