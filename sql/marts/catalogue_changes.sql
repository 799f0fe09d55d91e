-- One row per list of the catalogue and title that arrived in it or had left since the list before
-- of the same series. marts.offer_changes has all services and regions.
-- key: snapshot_on, title_id
-- columns:
--   snapshot_on: the day the list speaks of
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   change: 'arrived' or 'departed'
--   is_confirmed: whether it is beyond doubt: a title that a list lacks may be back within days
with

titles as (
    select title_id, type, title from core.title
),

changes as (
    select title_id, seen_on as snapshot_on, change, is_confirmed
    from core.service_change
    where
        service = getvariable('catalogue_service')
        and region = getvariable('catalogue_region')
)

select
    changes.snapshot_on,
    changes.title_id,
    titles.type,
    titles.title,
    any_value(changes.change) as change,
    bool_and(changes.is_confirmed) as is_confirmed,
from changes
inner join titles using (title_id)
group by changes.snapshot_on, changes.title_id, titles.type, titles.title
-- A title that leaves and comes on one day stays.
having count(distinct changes.change) = 1
order by changes.snapshot_on, change, changes.title_id
