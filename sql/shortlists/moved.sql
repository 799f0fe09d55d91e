-- What moved of some titles since a run: chances by ten points or more, predicted ratings by half
-- a point, where they are offered, and forecasts whose outcome is known now. One row per title and
-- thing that moved.
with

titles as (
    select * from marts.title_scores where list_contains($title_ids::varchar[], title_id)
),

before as (
    select title_id, predicted_rating, hit_probability, top10_probability,
    from marts.score_history
    where list_contains($title_ids::varchar[], title_id) and run_id <= $since
    qualify row_number() over (partition by title_id order by run_id desc) = 1
),

compared as (
    select
        titles.title_id,
        titles.title,
        unnest([
            {
                'what': 'chance of the Top 10',
                'before': before.top10_probability::double,
                'after': if(titles.top10_note is null, titles.top10_probability, null)::double,
                'least': 0.1
            },
            {
                'what': 'chance of being popular on TMDb',
                'before': before.hit_probability::double,
                'after': if(titles.hit_note is null, titles.hit_probability, null)::double,
                'least': 0.1
            },
            {
                'what': 'predicted rating',
                'before': before.predicted_rating::double,
                'after': titles.predicted_rating::double,
                'least': 0.5
            }
        ]) as score,
    from titles
    inner join before using (title_id)
),

loaded as (
    select distinct snapshot_on from ops.loads where status = 'loaded' and run_id > $since
)

select title_id, title, score.what, score.before, score.after, null::varchar as detail,
from compared
where abs(score.after - score.before) >= score.least
union all
select
    changes.title_id,
    titles.title,
    'offer',
    null,
    null,
    concat_ws(' ', changes.kind, 'on', changes.service, changes.region),
from marts.offer_changes as changes
inner join titles using (title_id)
inner join loaded on changes.changed_by = loaded.snapshot_on
where changes.is_confirmed
union all
select settled.title_id, titles.title, 'outcome', null, null, 'known now: ' || settled.question,
from ops.settled as settled
inner join titles using (title_id)
where settled.run_id > $since
order by title, what, detail
