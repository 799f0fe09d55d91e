-- One row per title, service, region, access and unbroken spell of being offered.
-- key: title_id, service, region, access, offered_from
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   service: the service, by our name
--   region: ISO 3166 alpha-2 code
--   access: 'subscription', 'channel' (sold by another service), 'free', 'ads', 'rent' or 'buy'
--   offered_from: first day: as stated, else the first on which a source has it
--   offered_until: first day without it: as stated (also ahead of today), else that of the first
--     list or reading that lacks it; null while it lasts
--   first_seen_on: first list, reading or statement that has it
--   last_seen_on: last list, reading or statement that has it
--   started_after: the last list or reading before the spell that lacks it; null where none does
--   start_known: how the first day is known: 'stated' (the service says so), 'listed' (it came
--     between two lists or readings) or 'first sight' (it was there when its sources first looked)
--   end_known: how the end is known: 'stated', 'list' (the next complete list of the same series
--     lacks it), 'reading' (the next reading of the same source does) or 'other source' (only
--     sources that never had it lack it); null while it lasts
--   is_confirmed: whether the end is beyond doubt: false until flicker_days have passed since it
--     was first missing, for it may be back in the next list
--   is_offered: whether it is offered on the day of the run, as far as is known
--   is_included: whether it comes with the service: by subscription, with ads or free
--   sources: who has it, by name, separated by commas
with

offers as (
    select * from core.offer
),

titles as (
    select title_id, type, title from core.title
)

select
    offers.title_id,
    titles.type,
    titles.title,
    offers.service,
    offers.region,
    offers.access,
    offers.offered_from,
    offers.offered_until,
    offers.first_seen_on,
    offers.last_seen_on,
    offers.started_after,
    offers.start_known,
    offers.end_known,
    offers.is_confirmed,
    offers.offered_from <= getvariable('as_of')
    and coalesce(offers.offered_until > getvariable('as_of'), true) as is_offered,
    offers.access in ('subscription', 'ads', 'free') as is_included,
    array_to_string(offers.sources, ', ') as sources,
from offers
inner join titles using (title_id)
order by offers.title_id, offers.service, offers.region, offers.access, offers.offered_from
