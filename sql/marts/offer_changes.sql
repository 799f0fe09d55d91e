-- One row per change of what is offered: what came, left, moved, will leave, or was corrected. The
-- first list of a series makes none, nor does the change from one source to another. What came to a
-- service is `new` or `moved`; what left one is `removed` or, by previous_service, `moved`.
-- key: title_id, service, region, access, kind, known, changed_after, changed_by
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   kind: 'new', 'removed', 'moved' (gone from one service or access and come to another at the
--     same time, within flicker_days), 'expiring' (its end is stated and lies ahead) or 'restated'
--     (a list or reading has again what one before lacked, or a newer statement changes an end)
--   service: the service; of a move the one that it came to
--   region: ISO 3166 alpha-2 code
--   access: as in marts.offers; of a move the new one
--   previous_service: of a move, the service that it left
--   previous_access: of a move, the access before
--   changed_after: the last observation before the change; where the day is stated, that day
--   changed_by: the first observation after the change; where the day is stated, that day
--   offered_until: first day on which it is offered no more, where it left or its end is stated
--   previous_until: of a changed statement, the end as stated before
--   known: how it is known: 'stated', 'list', 'reading' or, of what came, 'listed'
--   is_confirmed: false of a departure that may be taken back within flicker_days
with

offers as (
    select * from core.offer
),

gaps as (
    select * from core.offer_gap
),

statements as (
    select * from core.offer_statement
),

titles as (
    select title_id, type, title from core.title
),

came as (
    select
        title_id,
        service,
        region,
        access,
        if(start_known = 'stated', offered_from, started_after) as changed_after,
        offered_from as changed_by,
        null::date as offered_until,
        start_known as known,
        true as is_confirmed,
    from offers
    where
        start_known <> 'first sight'
        and offered_from <= getvariable('as_of')
        -- Since when a first list says that a title is there makes no arrival of that list.
        and (
            started_after is not null
            or (title_id, service, region, access, offered_from) in (
                select (title_id, service, region, access, offered_from)
                from statements
                where is_start_stated
            )
        )
),

left_it as (
    select
        offers.title_id,
        offers.service,
        offers.region,
        offers.access,
        if(offers.end_known = 'stated', offers.offered_until, gaps.seen_on) as changed_after,
        offers.offered_until as changed_by,
        offers.offered_until,
        offers.end_known as known,
        offers.is_confirmed,
    from offers
    inner join gaps
        on
            offers.title_id = gaps.title_id
            and offers.service = gaps.service
            and offers.region = gaps.region
            and offers.access = gaps.access
            and offers.offered_until = gaps.missing_on
            and gaps.is_end
    where offers.end_known <> 'other source' and offers.offered_until <= getvariable('as_of')
),

-- Within one service first, then under the same access, then what lies nearest.
pairs as (
    select
        came.*,
        left_it.service as previous_service,
        left_it.access as previous_access,
        left_it.changed_after as left_after,
        left_it.changed_by as left_by,
        left_it.is_confirmed as has_left,
        row_number() over (
            partition by came.title_id, came.region, came.service, came.access, came.changed_by
            order by
                came.service = left_it.service desc,
                came.access = left_it.access desc,
                abs(came.changed_by - left_it.changed_by),
                left_it.service,
                left_it.access,
                left_it.changed_by
        ) as place_of_origin,
        row_number() over (
            partition by
                left_it.title_id,
                left_it.region,
                left_it.service,
                left_it.access,
                left_it.changed_by
            order by
                came.service = left_it.service desc,
                came.access = left_it.access desc,
                abs(came.changed_by - left_it.changed_by),
                came.service,
                came.access,
                came.changed_by
        ) as place_of_goal,
    from came
    inner join left_it
        on
            came.title_id = left_it.title_id
            and came.region = left_it.region
            and (came.service <> left_it.service or came.access <> left_it.access)
            and came.changed_after <= left_it.changed_by + getvariable('flicker_days')
            and left_it.changed_after <= came.changed_by + getvariable('flicker_days')
    qualify place_of_origin = 1 and place_of_goal = 1
),

moved as (
    select
        title_id,
        service,
        region,
        access,
        previous_service,
        previous_access,
        least(changed_after, left_after) as changed_after,
        greatest(changed_by, left_by) as changed_by,
        known,
        has_left as is_confirmed,
    from pairs
),

new as (
    select came.*
    from came
    anti join pairs using (title_id, service, region, access, changed_by)
),

removed as (
    select left_it.*
    from left_it
    anti join pairs
        on
            left_it.title_id = pairs.title_id
            and left_it.service = pairs.previous_service
            and left_it.region = pairs.region
            and left_it.access = pairs.previous_access
            and left_it.changed_by = pairs.left_by
),

expiring as (
    select
        title_id,
        service,
        region,
        access,
        offered_until as changed_after,
        offered_until as changed_by,
        offered_until,
        end_known as known,
        true as is_confirmed,
    from offers
    where end_known = 'stated' and offered_until > getvariable('as_of')
),

taken_back as (
    select
        title_id,
        service,
        region,
        access,
        missing_on as changed_after,
        back_on as changed_by,
        known,
        true as is_confirmed,
    from gaps
    where not is_end
),

-- The last window of each statement, beside that of the statement before, which may have been
-- replaced since.
stated as (
    select
        title_id,
        service,
        region,
        access,
        coalesce(series, source) as stated_by,
        kind,
        seen_from as stated_on,
        seen_until as last_stated_on,
        max({ 'offered_from': offered_from, 'offered_until': offered_until }) as last_window,
    from core.offer_evidence
    where kind in ('stated', 'replaced') and region is not null
    group by all
),

restated as (
    select
        title_id,
        service,
        region,
        access,
        lag(last_stated_on) over by_day as changed_after,
        greatest(stated_on, changed_after) as changed_by,
        last_window.offered_until as offered_until,
        lag(last_window.offered_until) over by_day as previous_until,
        'stated' as known,
        true as is_confirmed,
    from stated
    window
        by_day as (
            partition by title_id, service, region, access, stated_by
            order by last_stated_on, kind
        )
    -- A window that was over is no promise that a later one could change.
    qualify
        previous_until is not null
        and last_window.offered_until is distinct from previous_until
        and (previous_until > changed_by or previous_until > last_window.offered_from)
),

changes as (
    select *, 'new' as kind from new
    union all by name
    select *, 'removed' as kind from removed
    union all by name
    select *, 'moved' as kind from moved
    union all by name
    select *, 'expiring' as kind from expiring
    union all by name
    select *, 'restated' as kind from taken_back
    union all by name
    select *, 'restated' as kind from restated
    -- Two sources may change their statements on the same days.
    qualify row_number() over (
        partition by title_id, service, region, access, changed_after, changed_by
        order by offered_until desc, previous_until desc
    ) = 1
)

select
    changes.title_id,
    titles.type,
    titles.title,
    changes.kind,
    changes.service,
    changes.region,
    changes.access,
    changes.previous_service,
    changes.previous_access,
    changes.changed_after,
    changes.changed_by,
    changes.offered_until,
    changes.previous_until,
    changes.known,
    changes.is_confirmed,
from changes
inner join titles using (title_id)
order by changed_by, kind, title_id, service, region, access
