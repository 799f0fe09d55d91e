-- One row per title and half-year: how often it was viewed on Netflix, and what was expected. The
-- half-years are those of Netflix's reports and, without an outcome, the one after the newest: of
-- what the newest report names or the catalogue has.
-- key: title_id, period_start
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   period_start: first day of the half-year
--   period_end: first day after it
--   hours_viewed: hours viewed worldwide, all seasons together; null of the half-year to come
--   views: hours viewed divided by running time, all seasons whose running time anybody states;
--     null where none does
--   expected_views: views expected, the mean: what a sum adds up; of the seasons that views counts
--   typical_views: views expected, the median: as many titles get more as get fewer
--   expected_views_low: lower end of the 90% interval
--   expected_views_high: upper end of the 90% interval
--   share_of_type: share of the views of all films, or series, of the half-year; of one to come,
--     of what is expected
--   place: place among its type in the half-year by views, or by what is expected, from 1
--   is_new: whether it, or a season of it, came within the half-year, as far as a report dates it
--   is_coming: whether the half-year is the one after the newest report
--   is_from_past: whether what is expected goes by the half-years before; else by what is known
--     before release alone
--   reasons: of the half-year to come, what is expected goes by: "the half-year before (12.3M
--     views) ×0.62; it came 40 days before its end"; of those that were, see views_reasons of
--     marts.title_scores
--   is_out_of_fold: whether it was expected by models that never saw the title
--   run_id: the run that made the scores
with

viewed as (
    select
        title_id,
        period_start,
        sum(hours_viewed)::bigint as hours_viewed,
        sum(views) as views,
        bool_or(is_new) as is_new,
        bool_and(is_coming) as is_coming,
        nullif(sum(coalesce(last_views, 0)), 0) as last_views,
        min(last_days) as last_days,
        coalesce(bool_or(had_new_season), false) as had_new_season,
    from features.viewing
    group by title_id, period_start
),

expected as (
    select * from scores.half_year where run_id = getvariable('run_id')
),

titles as (
    select title_id, type, title from core.title
)

select
    viewed.title_id,
    titles.type,
    titles.title,
    viewed.period_start,
    (viewed.period_start + interval 6 month)::date as period_end,
    viewed.hours_viewed,
    viewed.views,
    expected.expected_views,
    expected.typical_views,
    expected.expected_views_low,
    expected.expected_views_high,
    if(viewed.is_coming, expected.expected_views, viewed.views)
    / sum(if(viewed.is_coming, expected.expected_views, viewed.views)) over same_type
        as share_of_type,
    row_number() over (
        same_type order by
            if(viewed.is_coming, expected.expected_views, viewed.views) desc nulls last,
            viewed.title_id
    ) as place,
    viewed.is_new,
    viewed.is_coming,
    coalesce(expected.is_from_past, false) as is_from_past,
    case
        when viewed.is_coming and expected.is_from_past then
            format(
                'the half-year before ({} views) ×{:.2f}',
                if(
                    viewed.last_views >= 1e6,
                    format('{:.1f}M', viewed.last_views / 1e6),
                    format('{:.0f}k', viewed.last_views / 1e3)
                ),
                expected.typical_views / viewed.last_views
            )
            || if(
                viewed.had_new_season,
                format(
                    '; {} came {} days before its end',
                    if(titles.type = 'series', 'a season', 'it'),
                    viewed.last_days
                ),
                ''
            )
        when viewed.is_coming and expected.expected_views is not null then
            'what it is, as no half-year before tells'
    end as reasons,
    expected.is_out_of_fold,
    getvariable('run_id') as run_id,
from viewed
inner join titles using (title_id)
left join expected using (title_id, period_start)
window same_type as (partition by titles.type, viewed.period_start)
order by viewed.period_start, titles.type, place
