-- One row per ISO week and headline figure: this week's, and those of earlier weeks as they were
-- measured then.
-- key: week, figure
-- columns:
--   week: ISO week, such as 2026-W47
--   figure: 'titles', 'films', 'series' (all in the newest snapshot), 'likely_hits' and
--     'likely_hits_new' (of them), 'mean_rating' (predicted, of them, 0 to 10), 'matched_share' (of
--     them, known to TMDb, 0 to 1), 'titles_outside' (scored, not in it) and 'titles_scored'
--   value: the figure; null where there was nothing to measure
--   run_id: the run that measured it
with

earlier as (
    select left(run_id, 8) as week, figure, value, run_id
    from ops.figures
    where left(run_id, 8) <> getvariable('week')
),

likely as (
    select
        (count(*) filter (where in_catalogue))::double as likely_hits,
        (count(*) filter (where in_catalogue and is_new))::double as likely_hits_new,
    from marts.predicted_hits
    having count(*) > 0
),

titles as (
    select
        (count(*) filter (where in_catalogue))::double as titles,
        (count(*) filter (where in_catalogue and type = 'movie'))::double as films,
        (count(*) filter (where in_catalogue and type = 'series'))::double as series,
        avg(predicted_rating) filter (where in_catalogue) as mean_rating,
        avg((tmdb_id is not null)::int) filter (where in_catalogue) as matched_share,
        (count(*) filter (where not in_catalogue))::double as titles_outside,
        count(*)::double as titles_scored,
    from marts.title_scores
),

side_by_side as (
    select * from titles left join likely on true
),

figures as (
    from side_by_side unpivot include nulls (value for figure in (columns(*)))
)

select week, figure, value, run_id
from earlier
union all
select getvariable('week'), figure, value, getvariable('run_id')
from figures
where exists (select * from marts.title_scores)
order by week, figure
