-- title: The week in numbers
-- lede: What should a reader know first?
-- column: snapshot_on | The catalogue's day | long_date
-- column: new_what | What is new | text
-- column: new_detail | Which | text
-- column: since_week | New since week | integer
-- column: nothing_since | Nothing is new since week | integer
-- column: data_until | Newest file | long_date
-- column: first_week | First week | integer
-- column: leaving_count | Leaving within 30 days | integer
-- column: leaving_title | Leaving, largest audience | title
-- column: leaving_on | Its last day before | long_date
-- column: candidate_title | First to license | title
-- column: candidate_views | Its expected views | views
-- column: candidate_low | From | views
-- column: candidate_high | To | views
-- column: over_title | Watched more than expected | title
-- column: over_views | Its views | views
-- column: over_expected | Expected | views
-- column: top_title | Leader of the Top 10 | title
-- column: top_category | In the list | text
-- column: top_week | Week to | long_date
-- column: record_count | Forecasts settled | integer
-- column: record_quality | Right order | percent
-- sentence: news | {new_what}: {new_detail} | since week {since_week}.
-- sentence: news | Nothing is new since week {nothing_since}; | the newest file is of {data_until}.
-- sentence: leaving | {leaving_count|title leaves|titles leave} within 30 days, | among them
--    “{leaving_title}”, gone from {leaving_on}.
-- sentence: licensing | “{candidate_title}” leads what to license: | {candidate_views} views in 91
--    days on Netflix are expected, nine times in ten {candidate_low} to {candidate_high}.
-- sentence: over-performers | “{over_title}” is watched more than expected: | {over_views} views in
--    the newest half-year, where such titles typically have {over_expected}.
-- sentence: top10 | “{top_title}” led {top_category} | in the Top 10's week to {top_week}.
-- sentence: track-record | In {record_quality} of pairs the title that entered the Top 10 had the
--    higher forecast | (of {record_count|forecast|forecasts} in time; a coin would manage 50%).
-- sentence: news | Week {first_week} is the first: | from the next on this says what changed.
-- empty: There is nothing to sum up yet.
with

news as (
    select * from marts.news($since) order by position limit 1
),

files as (
    select max(coalesce(snapshot_on, loaded_at::date)) as data_until
    from marts.source_files
    where status <> 'skipped'
),

snapshots as (
    select max(snapshot_on) as snapshot_on
    from marts.catalogue_snapshots
    where snapshot_on <= $as_of
),

leaving as (
    select
        nullif(count(*), 0) as leaving_count,
        max_by(scores.title, (coalesce(scores.expected_views_91d, 0), scores.title))
            as leaving_title,
        max_by(leaving.offered_until, (coalesce(scores.expected_views_91d, 0), scores.title))
            as leaving_on,
    from marts.leaving as leaving
    inner join marts.service_lists as listed using (service, region)
    inner join marts.title_scores as scores using (title_id)
    where listed.is_catalogue and leaving.within_days = 30 and scores.run_id = $run_id
),

candidates as (
    select
        title as candidate_title,
        expected_views_91d as candidate_views,
        expected_views_91d_low as candidate_low,
        expected_views_91d_high as candidate_high,
    from marts.licensing_candidates
    where run_id = $run_id and not_proposed_for is null
    order by expected_views_91d desc nulls last, place, type
    limit 1
),

watched as (
    select
        title as over_title,
        views as over_views,
        typical_views as over_expected,
    from marts.over_performers
    inner join (
        select title_id from marts.title_scores where is_described and in_catalogue
    ) as described using (title_id)
    where run_id = $run_id
    order by standard_errors desc, title
    limit 1
),

leader as (
    select
        show_title as top_title,
        category as top_category,
        week as top_week,
    from marts.top10_weeks
    where week <= $as_of and weekly_rank = 1
    order by week desc, weekly_hours_viewed desc nulls last, category
    limit 1
),

record as (
    select
        sum(forecast_count)::bigint as record_count,
        sum(auc * forecast_count) / sum(forecast_count) as record_quality,
    from marts.track_record
    where question = 'top10' and type <> 'all' and quarter is null and is_reported
    having count(auc) > 0
)

select
    snapshots.snapshot_on,
    news.what as new_what,
    news.detail as new_detail,
    right(left($since, 8), 2)::integer as since_week,
    if(news.what is null, since_week, null) as nothing_since,
    files.data_until,
    if($since is null and files.data_until is not null, right($week, 2)::integer, null)
        as first_week,
    leaving.leaving_count,
    leaving.leaving_title,
    leaving.leaving_on,
    candidates.candidate_title,
    candidates.candidate_views,
    candidates.candidate_low,
    candidates.candidate_high,
    watched.over_title,
    watched.over_views,
    watched.over_expected,
    leader.top_title,
    leader.top_category,
    leader.top_week,
    record.record_count,
    record.record_quality,
from files
cross join snapshots
cross join leaving
left join news on true
left join candidates on true
left join watched on true
left join leader on true
left join record on true
