-- Where one title is and was offered, what lasts first. One row per spell.
select
    service,
    region,
    access,
    offered_from,
    offered_until,
    start_known,
    end_known,
    first_seen_on,
    last_seen_on,
    is_offered,
    is_confirmed,
    sources,
from marts.offers
where title_id = $title_id
order by is_offered desc, service, region, access, offered_from desc
