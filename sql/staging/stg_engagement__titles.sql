-- One row per row of Netflix's engagement reports: a film, or a season of a series, in a half-year.
with

source as (
    select titles.*, loads.snapshot_on, loads.loaded_at
    from raw.engagement_titles as titles
    inner join ops.loads as loads
        on titles.load_id = loads.load_id and loads.status = 'loaded'
),

-- "Dark: Season 2 // Local title": the local title and the season come off.
named as (
    select
        *,
        clean_text(string_split(title, ' // ')[1]) as full_title,
        clean_text(string_split(title, ' // ')[2]) as local_title,
        regexp_extract(
            full_title,
            ': ((?:Season|Limited|Part|Volume|Series|Chapter|Book|Collection|Miniseries'
            || '|Staffel|Temporada|Saison|Stagione|Seizoen|Sezon|Säsong|Sæson|Sesong)\b.*)$',
            1
        ) as season,
        -- As the loader words it.
        regexp_extract(banner, '(January|July) to \w+ (\d{4})', ['month', 'year']) as period,
        -- "1:47", or "1:47*" where it was guessed, or "*".
        regexp_extract(runtime, '(\d+):(\d\d)', ['hours', 'minutes']) as length,
    from source
),

dated as (
    select
        *,
        coalesce(
            try_strptime(period.month || ' ' || period.year, '%B %Y')::date,
            date_trunc('year', snapshot_on)::date
        ) as period_start,
    from named
),

-- A half-year in two files: of each title, the later file's rows count.
newest as (
    select *
    from dated
    qualify
        load_id = last(load_id order by snapshot_on nulls first, loaded_at, load_id) over (
            partition by period_start, full_title
        )
)

select
    load_id,
    row_number,
    clean_text(if(season = '', local_title, regexp_replace(local_title, '[:：] ?[^:：]+$', '')))
        as local_title,
    regexp_replace(full_title, ': ' || season || '$', '') as title,
    match_key(
        regexp_replace(
            if(season = '', full_title, left(full_title, len(full_title) - len(season) - 2)),
            ' \(\d{4}\)$',
            ''
        )
    ) as title_key,
    nullif(season, '') as season_title,
    -- "The Hunt (2020)": of two of one name Netflix says the year.
    year_of(
        regexp_extract(
            if(season = '', full_title, left(full_title, len(full_title) - len(season) - 2)),
            ' \((\d{4})\)$',
            1
        )
    ) as release_year,
    case
        when sheet ilike 'tv%' or season <> '' then 'series'
        when sheet ilike 'film%' or sheet ilike 'movie%' then 'movie'
    end as type,
    available_globally ilike 'y%' as is_global,
    try_cast(replace(hours_viewed, ',', '') as double)::bigint as hours_viewed,
    try_cast(replace(views, ',', '') as double)::bigint as views,
    to_date(release_date) as released_on,
    try_cast(length.hours as integer) * 60 + try_cast(length.minutes as integer)
        as duration_minutes,
    period_start,
from newest
