-- One row per week, country (null: worldwide), category, rank and title, in its newest wording.
with

source as (
    select weeks.*, loads.snapshot_on
    from raw.top10_weeks as weeks
    inner join ops.loads as loads
        on weeks.load_id = loads.load_id and loads.status = 'loaded'
),

-- A week that a later file republishes counts as that file has it, whole; one that it drops stays.
newest as (
    select *
    from source
    qualify
        snapshot_on = max(snapshot_on) over (
            partition by country_iso2, week, category
        )
),

-- Before their keys are made of them: a macro works its argument out wherever it names it.
cleaned as (
    select * replace (clean_text(show_title) as show_title)
    from newest
)

select
    load_id,
    row_number,
    country_iso2 as country_code,
    week::date as week,
    clean_text(category) as category,
    if(category ilike 'film%', 'movie', 'series') as type,
    weekly_rank::integer as weekly_rank,
    show_title,
    match_key(show_title) as title_key,
    nullif(clean_text(season_title), 'N/A') as season_title,
    try_cast(weekly_hours_viewed as bigint) as weekly_hours_viewed,
    case when type = 'movie' then try_cast(round(try_cast(runtime as double) * 60) as integer) end
        as duration_minutes,
    try_cast(weekly_views as bigint) as weekly_views,
    try_cast(cumulative_weeks_in_top_10 as integer) as cumulative_weeks_in_top_10,
from cleaned
