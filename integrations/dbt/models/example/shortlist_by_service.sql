-- An example: for each rival and type, the ten titles that we could ask for and that promise most.
select
    candidates.title_id,
    rival.service,
    candidates.type,
    candidates.title,
    candidates.expected_views_91d,
    row_number() over (
        partition by rival.service, candidates.type
        order by candidates.expected_views_91d desc nulls last, candidates.place
    ) as place
from {{ source('marts', 'licensing_candidates') }} as candidates
cross join unnest(string_split(candidates.offered_by, ', ')) as rival (service)
where candidates.not_proposed_for is null
qualify place <= 10
