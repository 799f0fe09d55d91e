-- Names as others spell them, with TMDb's number of each where it has one, in their order: which
-- service each is by our name, what that has in common with other spellings, the way to watch that
-- the name stands for, and whether the service is in our table.
with given as (
    select unnest($names) as name, unnest($numbers::integer[]) as number, unnest($places) as place
),
named as (
    select
        *,
        coalesce(service_name(name, number), name) as service,
        offer_access('flatrate', name) as access,
        known_service(service_name(name, number)) is not null as is_ours,
    from given
)
select name, service, service_key(service) as service_key, access, number, is_ours,
from named
order by place
