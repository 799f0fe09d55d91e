-- title: The week in numbers
-- lede: What should a reader know first?
-- column: snapshot_on | Newest snapshot | long_date
-- column: previous_on | Snapshot before | long_date
-- column: first_on | First list of its source | long_date
-- column: stale_on | Newest complete list | long_date
-- column: stale_days | Its age in days | integer
-- column: place | Whose catalogue | text
-- column: title_count | Titles in the catalogue | integer
-- column: arrived_count | Arrived | integer
-- column: departed_count | Left | integer
-- column: missing_count | Not in the newest list | integer
-- column: leaving_count | Leaving within 30 days | integer
-- column: leaving_title | Leaving, likeliest hit | title
-- column: leaving_on | Its last day before | long_date
-- column: likely_new_count | New titles that look like hits | integer
-- column: new_title | Likeliest new hit | title
-- column: new_probability | Its chance | percent
-- column: candidate_title | Likeliest hit outside the catalogue | title
-- column: candidate_probability | Its chance | percent
-- column: candidate_rating | Its predicted rating | rating
-- column: mover_title | Whose chance of a hit moved most | title
-- column: mover_before | Its chance before | percent
-- column: mover_after | Its chance now | percent
-- column: top_title | Leader of the Top 10 | title
-- column: top_category | In the list | text
-- column: top_week | Week to | long_date
-- column: top_chance | Its chance | percent
-- column: top_prediction | Predicted | text
-- column: hit_auc | Hits ranked above other titles | percent
-- column: hit_rows | Titles with a known outcome | integer
-- sentence: changes | {arrived_count|title|titles} arrived | between the lists of {previous_on} and
--    {snapshot_on}; {departed_count} left.
-- sentence: likely-hits-new | {likely_new_count|of them looks like a hit|of them look like hits}; |
--    “{new_title}” leads at {new_probability}.
-- sentence: service-changes | {missing_count|title is|titles are} not in the newest list | that the
--    list before had: they may be back within days.
-- sentence: changes | The list of {first_on} is the first of its source: | what arrived or left
--    since the lists of other sources is not known.
-- sentence: service-changes | {place} was last seen whole on {stale_on}, | {stale_days} days ago:
--    what it offers now may be something else.
-- sentence: leaving | {leaving_count|title leaves|titles leave} within 30 days, | among them
--    “{leaving_title}”, gone from {leaving_on}.
-- sentence: movers | “{mover_title}” moved most: | its chance of a hit went from {mover_before} to
--    {mover_after}.
-- sentence: top10 | “{top_title}” led {top_category} | in the Top 10's week to {top_week}; its
--    chance of getting there is put at {top_chance} {top_prediction}.
-- sentence: licensing | “{candidate_title}” tops the wish list: | outside the catalogue, its chance
--    of a hit is {candidate_probability} and its predicted rating {candidate_rating}.
-- sentence: model-quality | Hits outrank other titles {hit_auc} of the time | when the model has
--    not seen the answer ({hit_rows|title|titles} with a known outcome; a coin would manage 50%).
-- empty: There is nothing to sum up yet.
with

snapshots as (
    select *
    from marts.catalogue_snapshots
    where snapshot_on <= $as_of
    order by snapshot_on desc
    limit 1
),

listed as (
    select * from marts.service_lists where is_catalogue
),

leaving as (
    select
        nullif(count(*), 0) as leaving_count,
        max_by(scores.title, (scores.hit_probability, scores.title)) as leaving_title,
        max_by(leaving.offered_until, (scores.hit_probability, scores.title)) as leaving_on,
    from marts.leaving as leaving
    inner join listed using (service, region)
    inner join marts.title_scores as scores using (title_id)
    where leaving.within_days = 30 and scores.run_id = $run_id
),

arrivals as (
    select
        count(*) as likely_new_count,
        max_by(title, (hit_probability, title)) as new_title,
        max(hit_probability) as new_probability,
    from marts.predicted_hits
    where is_new and in_catalogue and run_id = $run_id
),

candidates as (
    select
        title as candidate_title,
        hit_probability as candidate_probability,
        predicted_rating as candidate_rating,
    from marts.licensing_candidates
    where run_id = $run_id and not was_in_catalogue and not is_on_netflix
    order by hit_probability desc nulls last, place, type
    limit 1
),

mover as (
    select
        title as mover_title,
        before as mover_before,
        after as mover_after,
    from marts.movers
    where run_id = $run_id and score = 'hit_probability' and place = 1
),

leader as (
    select
        predictions.show_title as top_title,
        predictions.category as top_category,
        predictions.week as top_week,
        predictions.top10_probability as top_chance,
        case predictions.prediction
            when 'before the week' then 'by a run before the week'
            when 'out of fold' then 'by models that never saw it'
            when 'not trained on' then 'by models that know no outcome of it'
        end as top_prediction,
    from marts.top10_predictions as predictions
    left join marts.top10_weeks as weeks
        on
            predictions.week = weeks.week
            and predictions.category = weeks.category
            and predictions.weekly_rank = weeks.weekly_rank
            and predictions.show_title = weeks.show_title
    where predictions.week <= $as_of and predictions.weekly_rank = 1
    order by predictions.week desc, weeks.weekly_hours_viewed desc nulls last, top_category
    limit 1
),

hit_model as (
    select
        max(value) as hit_auc,
        max(row_count) as hit_rows,
    from marts.model_quality
    where run_id = $run_id and model = 'hit' and metric = 'roc_auc' and slice = 'all'
)

select
    snapshots.snapshot_on,
    snapshots.previous_on,
    if(snapshots.previous_on is null, snapshots.snapshot_on, null) as first_on,
    if(listed.is_fresh, null, listed.seen_on) as stale_on,
    listed.days_old as stale_days,
    concat_ws(' ', listed.service, listed.region) as place,
    snapshots.title_count,
    snapshots.arrived_count,
    snapshots.departed_count - coalesce(listed.missing_count, 0) as departed_count,
    nullif(listed.missing_count, 0) as missing_count,
    leaving.leaving_count,
    leaving.leaving_title,
    leaving.leaving_on,
    arrivals.likely_new_count,
    arrivals.new_title,
    arrivals.new_probability,
    candidates.candidate_title,
    candidates.candidate_probability,
    candidates.candidate_rating,
    mover.mover_title,
    mover.mover_before,
    mover.mover_after,
    leader.top_title,
    leader.top_category,
    leader.top_week,
    leader.top_chance,
    leader.top_prediction,
    hit_model.hit_auc,
    hit_model.hit_rows,
from arrivals
cross join hit_model
cross join leaving
left join snapshots on true
left join listed on true
left join candidates on true
left join mover on true
left join leader on true
