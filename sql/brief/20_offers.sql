-- title: Who offers it
-- lede: Services that offer it now, as far as is known, and since when.
-- column: title_id | Key | code
-- column: service | Service | text
-- column: region | Region | text
-- column: access | Access | text
-- column: offered_from | Since | date
-- column: start_known | Known as | text
-- column: last_seen_on | Last seen | date
-- column: sources | Sources | text
-- empty: No source says that any service offers it now in a region that is known.
select
    title_id,
    service,
    region,
    access,
    offered_from,
    start_known,
    last_seen_on,
    sources,
from marts.offers
where is_offered and list_contains($title_ids::varchar[], title_id)
order by title_id, is_included desc, service, region, access, offered_from
