-- One row per TMDb title and file that holds it (a reading), typed.
with

source as (
    select titles.*, loads.snapshot_on
    from raw.tmdb_titles as titles
    inner join ops.loads as loads
        on titles.load_id = loads.load_id and loads.status = 'loaded'
),

-- What Python wrote is turned into JSON once.
in_json as (
    select
        * replace (
            coalesce(as_json(genres), genres) as genres,
            coalesce(as_json(production_countries), production_countries) as production_countries,
            coalesce(as_json("cast"), "cast") as "cast",
            as_json(crew) as crew,
            -- A text that is no JSON is nobody's credits.
            as_json(credits) as credits,
            as_json(external_ids) as external_ids
        ),
    from source
),

typed as (
    select
        * replace (
            to_date(release_date) as release_date, try_cast(vote_count as bigint) as vote_count
        ),
        coalesce("cast", json_extract(credits, '$.cast')::varchar) as cast_list,
        coalesce(json_extract(credits, '$.crew')::varchar, crew) as crew_list,
    from in_json
),

-- Before their keys are made of them: a macro works its argument out wherever it names it.
cleaned as (
    select
        * replace (
            clean_text(title) as title, clean_text(original_title) as original_title
        ),
    from typed
)

select
    load_id,
    row_number,
    snapshot_on,
    if(kind = 'movie', 'movie', 'series') as type,
    id::bigint as tmdb_id,
    clean_text(coalesce(imdb_id, external_ids ->> '$.imdb_id')) as imdb_id,
    title,
    original_title,
    match_key(title) as title_key,
    match_key(original_title) as original_title_key,
    clean_text(overview) as overview,
    clean_text(tagline) as tagline,
    lower(clean_text(original_language)) as original_language,
    try_cast(regexp_extract(homepage, 'netflix\.com/(?:[a-z-]+/)*title/(\d+)', 1) as bigint)
        as netflix_id,
    list_of(genres) as genres,
    ids_of(coalesce(genre_ids, genres)) as genre_ids,
    coalesce(list_of(production_countries), list_of(origin_country)) as countries,
    list_of(cast_list)[:10] as cast_members,
    tidy_list(
        list_transform(
            list_filter(
                from_json(crew_list, '[{"name": "VARCHAR", "job": "VARCHAR"}]'),
                lambda member: member.job = 'Director'
            ),
            lambda member: member.name
        )
    ) as directors,
    year(release_date)::integer as release_year,
    try_cast(try_cast(runtime as double) as integer) as duration_minutes,
    try_cast(try_cast(season_count as double) as integer) as season_count,
    case when vote_count > 0 then try_cast(vote_average as double) end as rating,
    vote_count,
    try_cast(popularity as double) as popularity,
    contains(coalesce(networks, ''), '"id":213,')
        or contains(coalesce(networks, ''), 'Netflix') as is_netflix_network,
    list_distinct(
        coalesce(list_of(networks), []) || coalesce(list_of(production_companies), [])
    ) as makers,
    release_date as released_on,
from cleaned
