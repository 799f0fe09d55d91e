-- One row per TMDb title: of each column the newest reading that has it.
-- key: type, tmdb_id
-- columns:
--   type: 'movie' or 'series'; film and series identifiers overlap
--   tmdb_id: TMDb's identifier within its type
--   imdb_id: IMDb's identifier
--   netflix_id: Netflix's identifier, from the homepage
--   title: title on TMDb
--   original_title: title in the original language
--   title_keys: both titles' letters and digits in lower case, for matching
--   overview: TMDb's description
--   tagline: TMDb's tagline
--   original_language: ISO 639-1 code
--   genres: TMDb's genres by their English names
--   countries: names or ISO codes of producing countries
--   directors: names
--   cast_members: names, first ten
--   release_year: year of release or first airing
--   duration_minutes: running time, minutes
--   season_count: number of seasons
--   makers: names of its networks and production companies
--   is_netflix_network: whether a file or an answer says that Netflix airs the series
--   released_on: day of release or first airing
with

readings as (
    select
        -- A file that does not say when it was read counts as older than all that do.
        stg.* replace (coalesce(stg.snapshot_on, date '1900-01-01') as snapshot_on),
        loads.file,
    from staging.stg_tmdb__titles as stg
    inner join ops.loads as loads
        on stg.load_id = loads.load_id and loads.status = 'loaded'
),

-- Identifiers name a genre in every language of the answer; names serve where there are none.
genre_names as (
    select
        readings.load_id,
        readings.row_number,
        list(distinct genre.genre order by genre.genre) as genres,
    from readings
    inner join staging.stg_tmdb__genres as genre
        on
            list_contains(readings.genre_ids, genre.genre_id)
            or list_contains(readings.genres, genre.genre)
    group by all
),

newest as (
    select
        type,
        tmdb_id,
        arg_max(imdb_id, snapshot_on) as imdb_id,
        arg_max(netflix_id, snapshot_on) as netflix_id,
        arg_max(title, snapshot_on) as title,
        arg_max(original_title, snapshot_on) as original_title,
        list(distinct title_key) || list(distinct original_title_key) as title_keys,
        arg_max(overview, snapshot_on) as overview,
        arg_max(tagline, snapshot_on) as tagline,
        arg_max(original_language, snapshot_on) as original_language,
        arg_max(genre_names.genres, snapshot_on) as genres,
        arg_max(countries, snapshot_on) filter (len(countries) > 0) as countries,
        arg_max(directors, snapshot_on) filter (len(directors) > 0) as directors,
        arg_max(cast_members, snapshot_on) filter (len(cast_members) > 0) as cast_members,
        arg_max(release_year, snapshot_on) as release_year,
        arg_max(duration_minutes, snapshot_on) filter (duration_minutes > 0) as duration_minutes,
        arg_max(season_count, snapshot_on) as season_count,
        bool_or(
            is_netflix_network or (type = 'series' and contains(file, 'network213'))
        ) as is_netflix_network,
        list_distinct(flatten(list(makers))) as makers,
        arg_max(released_on, snapshot_on) as released_on,
    from readings
    left join genre_names using (load_id, row_number)
    group by type, tmdb_id
    -- Credits alone make no title.
    having count(title) > 0
)

select
    type,
    tmdb_id,
    imdb_id,
    netflix_id,
    title,
    original_title,
    list_distinct(list_filter(title_keys, lambda key: key is not null)) as title_keys,
    overview,
    tagline,
    original_language,
    genres,
    countries,
    directors,
    cast_members,
    release_year,
    duration_minutes,
    season_count,
    makers,
    is_netflix_network,
    released_on,
from newest
