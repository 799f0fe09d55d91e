-- title: Netflix's Top 10
-- lede: What did people watch in the newest week of Netflix's own list, and was it expected?
-- finding: “{show_title}” led {category} in the week of {week}, watched for
--    {weekly_hours_viewed} hours.
-- reading: Chance of entering the Top 10 (where no such model is trained: of being popular on
--    TMDb), predicted from what is known before release, 0 to 100%
-- chart: bars y=ranked_title x=chance group=category
-- column: week | - | long_date
-- column: category | List | text
-- column: weekly_rank | Rank | integer
-- column: show_title | Title | title
-- column: season_title | + | text
-- column: links | + | links
-- column: weekly_hours_viewed | Hours viewed | compact
-- column: cumulative_weeks_in_top_10 | Weeks on the list | integer
-- column: top10_probability | Chance of the Top 10 | percent
-- column: top10_note | + | text
-- column: hit_probability | - | percent
-- column: prediction | Predicted | text
-- column: chance | - | percent
-- column: ranked_title | - | title
-- column: title_id | - | code
-- order: as ranked by Netflix
-- note: A dash: its chance would be the share of its kind, for the reason beneath.
-- note: Predicted “before the week”: by a run before the week began. “Out of fold”: afterwards, by
--    models that never saw the title. “Not trained on”: afterwards, by models that know no outcome
--    of the title.
-- mail: table 5 show_title season_title weekly_rank weekly_hours_viewed
-- empty: No Top 10 list has been loaded.
-- model: top10
-- model: hit
with

predictions as (
    select * from marts.top10_predictions
),

weeks as (
    select
        week,
        category,
        weekly_rank,
        show_title,
        season_title,
        weekly_hours_viewed,
        cumulative_weeks_in_top_10,
    from marts.top10_weeks
),

newest as (
    select
        predictions.*
        replace (if(scores.top10_note is null, top10_probability, null) as top10_probability),
        scores.top10_note,
        count(predictions.top10_probability) over () > 0 as has_chance,
    from predictions
    left join (select title_id, top10_note from marts.title_scores) as scores using (title_id)
    where week = (select max(week) from predictions where week <= $as_of)
)

select
    newest.week,
    newest.category,
    newest.weekly_rank,
    newest.show_title,
    newest.season_title,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    weeks.weekly_hours_viewed,
    weeks.cumulative_weeks_in_top_10,
    newest.top10_probability,
    newest.top10_note,
    newest.hit_probability,
    newest.prediction,
    if(newest.has_chance, newest.top10_probability, newest.hit_probability) as chance,
    concat(
        newest.weekly_rank, ' · ', coalesce(newest.season_title, newest.show_title)
    ) as ranked_title,
    newest.title_id,
from newest
left join weeks
    on
        newest.week = weeks.week
        and newest.category = weeks.category
        and newest.weekly_rank = weeks.weekly_rank
        and newest.show_title = weeks.show_title
        and newest.season_title is not distinct from weeks.season_title
left join marts.title_links as links on newest.title_id = links.title_id
order by newest.category, newest.weekly_rank
