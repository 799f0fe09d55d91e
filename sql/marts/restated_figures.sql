-- One row per figure of viewing that a source changed after it had published it: what it says now
-- beside what it said last. Of Netflix's weekly Top 10 of the world and of its engagement reports.
-- key: source, type, title, season, category, period_start, measure
-- columns:
--   title_id: stable key of the title
--   source: 'top10' or 'engagement'
--   type: 'movie' or 'series'
--   title: the title as the source names it
--   season: season as the source names it; empty for films and where it names none
--   category: Netflix's list, such as 'Films (English)'; empty for a report
--   period_start: first day of the week or half-year
--   period_end: its last day
--   measure: 'hours viewed' or 'views'
--   value_before: what the source said last that differs
--   value: what it says now; what all other tables have
--   stated_in: the file that said so before
--   restated_in: the first file that says what counts now
--   restated_on: the day that file is of
--   run_id: the run that loaded it
with

loads as (
    select load_id, file, snapshot_on, loaded_at, run_id
    from ops.loads
    where status = 'loaded'
),

listed as (
    select
        weeks.load_id,
        weeks.row_number,
        'top10' as source,
        clean_text(weeks.category) as category,
        concat_ws(chr(31), weeks.week, weeks.category, weeks.show_title, weeks.season_title)
            as figure_key,
        weeks.week::date - 6 as period_start,
        weeks.week::date as period_end,
        unnest([
            {'measure': 'hours viewed', 'stated': try_cast(weeks.weekly_hours_viewed as bigint)},
            {'measure': 'views', 'stated': try_cast(weeks.weekly_views as bigint)}
        ], recursive := true),
    from raw.top10_weeks as weeks
    where weeks.country_iso2 is null
),

reported as (
    select
        load_id,
        row_number,
        'engagement' as source,
        '' as category,
        concat_ws(chr(31), banner, sheet, title) as figure_key,
        null::date as period_start,
        null::date as period_end,
        'hours viewed' as measure,
        try_cast(replace(hours_viewed, ',', '') as double)::bigint as stated,
    from raw.engagement_titles
    where banner is not null
),

stated as (
    select figures.*, loads.* exclude (load_id)
    from (select * from listed union all select * from reported) as figures
    inner join loads using (load_id)
    where figures.stated is not null
    -- Two works of one name in one file are two figures, which nobody can tell apart in the next.
    qualify count(*) over (partition by source, figure_key, measure, load_id) = 1
),

-- A file that repeats a figure is no news: what counts is where it last became another.
compared as (
    select
        *,
        lag(stated) over figure as value_before,
        lag(file) over figure as stated_in,
    from stated
    window figure as (
        partition by source, figure_key, measure order by snapshot_on, loaded_at, load_id
    )
),

changed as (
    select *
    from compared
    where value_before <> stated
    qualify row_number() over (
        partition by source, figure_key, measure
        order by snapshot_on desc, loaded_at desc, load_id desc
    ) = 1
),

-- What a title is, is said of the row that counts: that of the newest file.
newest as (
    select source, figure_key, measure, max_by(
        {'load_id': load_id, 'row_number': row_number}, (snapshot_on, loaded_at, load_id)
    ) as at
    from stated
    group by source, figure_key, measure
),

rows as (
    select load_id, row_number, type, show_title as title, season_title, null::date as period_start
    from staging.stg_top10__weeks
    union all
    select load_id, row_number, type, title, season_title, period_start
    from staging.stg_engagement__titles
)

select
    named.title_id,
    changed.source,
    titles.type,
    rows.title,
    coalesce(rows.season_title, '') as season,
    changed.category,
    coalesce(changed.period_start, rows.period_start) as period_start,
    coalesce(changed.period_end, (rows.period_start + interval 6 month)::date - 1) as period_end,
    changed.measure,
    changed.value_before,
    changed.stated as value,
    changed.stated_in,
    changed.file as restated_in,
    changed.snapshot_on as restated_on,
    changed.run_id,
from changed
inner join newest using (source, figure_key, measure)
inner join rows
    on newest.at.load_id = rows.load_id and newest.at.row_number = rows.row_number
inner join core.named_title as named
    on rows.load_id = named.load_id and rows.row_number = named.row_number
inner join core.title as titles on named.title_id = titles.title_id
order by restated_on desc, source, period_start, title, season, category, measure
