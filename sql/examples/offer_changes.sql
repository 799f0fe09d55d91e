-- What came, left and moved last, and when exactly?
select
    changed_after,
    changed_by,
    kind,
    coalesce(previous_service || ' → ', '') || service as service,
    region,
    title,
    if(is_confirmed, '', 'perhaps') as doubt,
from marts.offer_changes
order by changed_by desc, kind, service, title
limit 50
