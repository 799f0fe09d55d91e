-- One row per row that calls a title by its name: of the engagement reports, the Top 10, another
-- service's catalogue, JustWatch's dump and a team's own offers.
-- scratch
-- key: load_id, row_number
-- columns:
--   load_id: the file's load, see ops.loads
--   row_number: place of the row in the file, from 1
--   source: 'engagement report', 'top 10', 'service', 'justwatch' or 'offers'
--   type: 'movie' or 'series'
--   title: the name, without season
--   local_title: the name in the title's own language, where the row pairs them
--   title_key: the name's letters and digits in lower case, for matching
--   joined_key: the same without blanks
--   release_year: year of release as the row states it; of a series' newest season for a service
--   came_on: the day on Netflix that the row states
--   is_first_season: of a day on Netflix, whether it may be that of the whole title
--   seen_on: a day by which the title was there
--   duration_minutes: length of a film, minutes
--   tmdb_id: TMDb's identifier, where the row has it
--   imdb_id: IMDb's identifier, where the row has it
--   people: directors and cast in plain lower case
--   is_of_netflix: whether the row proves that the title is or was on Netflix
--   is_english: whether the list is one of titles in English; null where it is of all
with

engagement as (
    select * from staging.stg_engagement__titles
),

-- The report of early 2023 does not say what a row without a season is; the later ones do. One that
-- none of them names is what the only known title of that name is, else a film.
typed as (
    select * from engagement where type is not null and season_title is null
),

typed_days as (
    select
        title_key,
        released_on,
        arg_max(type, (hours_viewed, type)) filter (hours_viewed is not null) as type,
    from typed
    where released_on is not null
    group by all
),

typed_names as (
    select
        title_key,
        arg_max(type, (hours_viewed, type)) filter (hours_viewed is not null) as type,
    from typed
    group by all
),

series_names as (
    select distinct title_key from engagement where type = 'series'
),

known_names as (
    select
        title_key,
        bool_and(type = 'series') as is_series,
    from (
        select type, unnest(title_keys) as title_key from core.tmdb_title
        union all
        select type, title_key from core.listed_title
    )
    group by title_key
),

of_engagement as (
    select
        engagement.load_id,
        engagement.row_number,
        'engagement report' as source,
        coalesce(
            engagement.type,
            typed_days.type,
            typed_names.type,
            if(series_names.title_key is not null or known_names.is_series, 'series', 'movie')
        ) as type,
        engagement.title,
        engagement.local_title,
        engagement.title_key,
        engagement.release_year,
        engagement.released_on as came_on,
        coalesce(
            regexp_matches(
                engagement.season_title, '^(?:Season|Part|Volume|Series|Book|Chapter) (?:[2-9]|1\d)'
            ),
            false
        ) as is_later_season,
        engagement.period_start + interval 6 month - interval 1 day as seen_on,
        engagement.duration_minutes,
    from engagement
    left join typed_days using (title_key, released_on)
    left join typed_names using (title_key)
    left join series_names using (title_key)
    left join known_names using (title_key)
),

-- A row of a team's own may give no more than an identifier: the title is TMDb's.
of_offers as (
    select
        offers.load_id,
        offers.row_number,
        'offers' as source,
        coalesce(offers.type, by_imdb.type) as type,
        coalesce(offers.title, by_tmdb.title, by_imdb.title) as title,
        coalesce(offers.title_key, by_tmdb.title_keys[1], by_imdb.title_keys[1]) as title_key,
        offers.release_year,
        offers.seen_on,
        offers.tmdb_id,
        offers.imdb_id,
        offers.service = 'Netflix' as is_of_netflix,
    from staging.stg_offers__titles as offers
    left join core.tmdb_title as by_tmdb
        on offers.type = by_tmdb.type and offers.tmdb_id = by_tmdb.tmdb_id
    left join (
        select imdb_id, type, title, title_keys
        from core.tmdb_title
        where imdb_id is not null
        qualify row_number() over (partition by imdb_id order by type, tmdb_id) = 1
    ) as by_imdb on offers.imdb_id = by_imdb.imdb_id
),

rows_of_all as (
    select
        load_id,
        row_number,
        source,
        type,
        title,
        local_title,
        title_key,
        release_year,
        came_on,
        came_on is not null and not is_later_season as is_first_season,
        seen_on::date as seen_on,
        if(type = 'movie', duration_minutes, null) as duration_minutes,
    from of_engagement
    union all by name
    select
        load_id,
        row_number,
        'top 10' as source,
        type,
        show_title as title,
        title_key,
        week as seen_on,
        duration_minutes,
        case when country_code is null then category not like '%Non-English%' end as is_english,
    from staging.stg_top10__weeks
    union all by name
    select
        load_id,
        row_number,
        'justwatch' as source,
        type,
        title,
        title_key,
        release_year,
        seen_on,
        duration_minutes,
        imdb_id,
        service = 'Netflix' as is_of_netflix,
    from staging.stg_justwatch__listings
    union all by name
    select
        load_id,
        row_number,
        'service' as source,
        type,
        title,
        title_key,
        release_year,
        snapshot_on as seen_on,
        duration_minutes,
        false as is_of_netflix,
        list_transform(
            coalesce(directors, []) || coalesce(cast_members, []),
            lambda name: lower(strip_accents(name))
        ) as people,
    from staging.stg_services__titles
    union all by name
    select * from of_offers where title is not null and type is not null
)

select
    load_id,
    row_number,
    source,
    type,
    title,
    local_title,
    title_key,
    replace(coalesce(title_key, lower(title)), ' ', '') as joined_key,
    release_year,
    came_on,
    coalesce(is_first_season, false) as is_first_season,
    seen_on,
    duration_minutes,
    tmdb_id,
    imdb_id,
    people,
    coalesce(is_of_netflix, true) as is_of_netflix,
    is_english,
from rows_of_all
