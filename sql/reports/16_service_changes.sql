-- title: By service
-- lede: What came to each service with its newest list, what left, and how old is that list?
-- finding: {stale_place} was last seen whole on {stale_on}, {stale_days|day|days} before this
--    report.
-- finding: {place}: {arrived_count|title|titles} came with the list of {seen_on}, {departed_count}
--    left, and {missing_count|is|are} not in this list, but may be back.
-- column: place | Service | text
-- column: age | + | text
-- column: title_count | Titles | integer
-- column: arrived_count | Came | integer
-- column: departed_count | Left | integer
-- column: missing_count | Not in this list | integer
-- column: seen_on | Newest list | date
-- column: previous_on | Compared with | date
-- column: stale_place | - | text
-- column: stale_on | - | long_date
-- column: stale_days | - | integer
-- order: the catalogue first, then rivals and others
-- note: A dash stands where nothing can be compared: for the first list of a source, and for a
--    service that was never seen whole. What is not in this list is no departure yet: it may be
--    back within days.
-- empty: No complete list of any service has been loaded.
with

lists as (
    select * from marts.service_lists
),

catalogue as (
    select
        service || ' ' || region as stale_place,
        seen_on as stale_on,
        days_old as stale_days,
    from lists
    where is_catalogue and not is_fresh
)

select
    lists.service || ' ' || lists.region as place,
    case
        when lists.seen_on is null then 'never seen whole'
        when not lists.is_fresh then format('an old list: {:,} days', lists.days_old)
    end as age,
    lists.title_count,
    lists.arrived_count,
    lists.departed_count,
    lists.missing_count,
    lists.seen_on,
    lists.previous_on,
    catalogue.stale_place,
    catalogue.stale_on,
    catalogue.stale_days,
from lists
left join catalogue on true
order by lists.is_catalogue desc, lists.role = 'rival' desc, lists.service, lists.region
