-- One row per title and unbroken spell in the catalogue: of the service and region in the settings.
-- key: title_id, spell
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   spell: number of the spell, from 1; a title that came back has more than one
--   snapshot_count: complete lists of the catalogue from its first day to its last
--   is_current: whether it lasts
--   listed_from: first day on which a source saw it; it may have come any day since the one before
--   listed_to: last day on which a source saw it
--   gone_by: the first list without it, or its end as the service states it; null while it lasts
with

titles as (
    select title_id, type, title from core.title
),

lists as (
    select distinct type, seen_on
    from core.offer_list
    where
        service = getvariable('catalogue_service')
        and region = getvariable('catalogue_region')
        and is_main
),

spells as (
    select
        title_id,
        min(first_seen_on) as listed_from,
        max(last_seen_on) as listed_to,
        offered_from,
        max(offered_until) as gone_by,
        bool_or(offered_until is null or offered_until > getvariable('as_of')) as is_current,
    from core.offer
    where
        service = getvariable('catalogue_service')
        and region = getvariable('catalogue_region')
        and access in ('subscription', 'ads', 'free')
    group by title_id, offered_from
),

counted as (
    select
        spells.title_id,
        spells.offered_from,
        count(lists.seen_on) as snapshot_count,
    from spells
    inner join titles using (title_id)
    left join lists
        on
            titles.type = lists.type
            and lists.seen_on between spells.listed_from and spells.listed_to
    group by all
)

select
    titles.title_id,
    titles.type,
    titles.title,
    row_number() over (
        partition by titles.title_id order by spells.listed_from, spells.offered_from
    ) as spell,
    counted.snapshot_count,
    spells.is_current,
    spells.listed_from,
    spells.listed_to,
    if(spells.is_current, null, spells.gone_by) as gone_by,
from spells
inner join titles using (title_id)
inner join counted using (title_id, offered_from)
order by titles.title_id, spell
