-- One row per kind of news since a run: what came and left, which weeks of the Top 10 are new,
-- what a source restated, which forecasts came true and which did not, whose scores moved, which
-- files were loaded. Asked
-- as `from marts.news('2026-W47-20261123T050000000')`. Of a run that is null nothing is new. A
-- title moved when a chance did by ten points or more, or a predicted rating by half a point, and
-- a newer list or TMDb file names it: what only the training moved is no news. A forecast came
-- true where a chance of 50% or more did, or a smaller one did not, and where a rating lies in
-- its 90% interval.
-- key: position
-- parameters:
--   since: the run_id (ops.runs) of the run whose results are known; '2026-W47-9' stands for the
--     end of a week
-- columns:
--   position: place in the report, from 1
--   what: which kind
--   item_count: how many
--   detail: three of them, separated by semicolons, and how many more; of titles those of the
--     largest expected audience
--   title_ids: keys of those three, in the same order; null where they are no titles
with

loaded as (
    select source, snapshot_on, file
    from ops.loads
    where status = 'loaded' and run_id > since
),

ours as (
    select changes.*, coalesce(scores.expected_views_91d, 0) as expected_views
    from marts.catalogue_changes as changes
    inner join marts.title_scores as scores using (title_id)
    inner join (
        select distinct snapshot_on
        from loaded
        where source in ('netflix', 'services', 'justwatch', 'availability', 'offers')
    ) as lists using (snapshot_on)
),

rivals as (
    select service, changes.kind, title_id, title
    from marts.offer_changes as changes
    inner join marts.service_lists as lists using (service, region)
    where
        lists.role = 'rival'
        and changes.kind in ('arrived', 'departed')
        and changes.is_confirmed
        and changes.changed_by in (select snapshot_on from loaded)
),

weeks as (
    select weeks.*
    from marts.top10_weeks as weeks
    where
        weeks.week > coalesce(
            (
                select max(snapshot_on) from ops.loads
                where status = 'loaded' and source = 'top10' and run_id <= since
            ),
            date '1900-01-01'
        )
        and exists (select 1 from loaded where source = 'top10')
),

-- What a source changed after it had published it: figures of viewing, and when offers end.
restated as (
    select
        title_id,
        title || coalesce(' (' || nullif(season, '') || ')', '') as title,
        format(
            '{:,} to {:,} {}, {} to {}',
            value_before,
            value,
            measure,
            strftime(period_start, '%-d %b'),
            strftime(period_end, '%-d %b %Y')
        ) as what,
        abs(ln(greatest(value, 1) / greatest(value_before, 1))) as size,
    from marts.restated_figures
    where run_id > since
    union all
    select title_id, title, service || ', its dates', 0
    from marts.offer_changes
    where kind = 'restated' and changed_by in (select snapshot_on from loaded)
),

settled as (
    select
        forecasts.*,
        scores.title,
        case forecasts.question
            when 'rating'
                then forecasts.actual between forecasts.predicted_low and forecasts.predicted_high
            else (forecasts.predicted >= 0.5) = (forecasts.actual = 1)
        end as is_right,
        case
            when forecasts.question = 'rating'
                then printf('rated %.1f, forecast %.1f', forecasts.actual, forecasts.predicted)
            else printf(
                '%.0f%% for %s, which it %s',
                100 * forecasts.predicted,
                if(forecasts.question = 'hit', 'being popular on TMDb', 'the Top 10'),
                if(forecasts.actual = 1, 'reached', 'missed')
            )
        end as outcome,
    from ops.settled as news
    inner join marts.track_forecasts as forecasts
        on
            news.question = forecasts.question
            and news.title_id = forecasts.title_id
            and news.season is not distinct from forecasts.season
            and forecasts.made_by = 'forecast before'
    inner join marts.title_scores as scores on news.title_id = scores.title_id
    where news.run_id > since
),

moved as (
    select
        title_id,
        title,
        case score
            when 'predicted_rating' then printf('rating %.1f to %.1f', before, after)
            else printf(
                '%s %.0f%% to %.0f%%',
                case score
                    when 'hit_probability' then 'popular on TMDb'
                    when 'top10_probability' then 'Top 10'
                    else 'liked'
                end,
                100 * before,
                100 * after
            )
        end as move,
        abs(change) / if(score = 'predicted_rating', 5, 1) as size,
    from marts.movers
    where
        before_run_id >= since
        and (has_new_listing or has_new_tmdb_reading)
        and abs(change) >= if(score = 'predicted_rating', 0.5, 0.1)
),

items as (
    select
        1 as position,
        'Came to the catalogue' as what,
        title as item,
        row_number() over (order by expected_views desc, title) as place,
        title_id,
    from ours
    where change = 'arrived'
    union all
    select 2, 'Left the catalogue', title,
        row_number() over (order by expected_views desc, title), title_id
    from ours
    where change = 'departed' and is_confirmed
    union all
    select
        if(kind = 'arrived', 3, 4),
        if(kind = 'arrived', 'Came to a rival', 'Left a rival'),
        title || ' (' || service || ')',
        row_number() over (partition by kind order by service, title),
        title_id,
    from rivals
    union all
    select
        5,
        'Weeks of the Top 10',
        format(
            '{} led {} in the week to {}',
            arg_max(show_title, weekly_hours_viewed),
            arg_max(category, weekly_hours_viewed),
            strftime(week, '%-d %B %Y')
        ),
        row_number() over (order by week desc),
        null,
    from weeks
    where weekly_rank = 1
    group by week
    union all
    select 6, 'Restated by a source', title || ': ' || what,
        row_number() over (order by size desc, title, what), title_id
    from restated
    union all
    select 7, 'Forecasts that came true', title || ': ' || outcome,
        row_number() over (order by predicted desc, title), title_id
    from settled
    where is_right
    union all
    select 8, 'Forecasts that did not', title || ': ' || outcome,
        row_number() over (order by abs(predicted - actual) desc, title), title_id
    from settled
    where not is_right
    union all
    select 9, 'Moved', title || ': ' || move,
        row_number() over (order by size desc, title, move), title_id
    from moved
    union all
    select
        10,
        'New files',
        concat_ws(' of ', source, strftime(max(snapshot_on), '%-d %B %Y')),
        row_number() over (order by source),
        null,
    from loaded
    group by source
    union all
    select
        11,
        'Moved further than usual',
        replace(measure, '_', ' ') || printf(' (PSI %.2f)', psi),
        row_number() over (order by psi desc),
        null,
    from ops.drift
    where
        run_id = (select any_value(run_id) from marts.title_scores)
        and since is not null
        and is_drifted
        and reference = 'last week'
        and kind in ('score', 'label')
)

select
    position,
    what,
    count(*) as item_count,
    string_agg(item, '; ' order by place) filter (where place <= 3)
    || if(count(*) > 3, format('; and {:,} more', count(*) - 3), '') as detail,
    list(title_id order by place) filter (place <= 3 and title_id is not null) as title_ids,
from items
group by position, what
order by position
