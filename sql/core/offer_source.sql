-- One row per source of offers: how long its newest word counts.
-- key: source
-- columns:
--   source: who says so, as in core.offer_evidence
--   carry_days: days after its newest word until which that is taken for how things stand; beyond
--     them it is not known (freshness in the settings; 14 where they say nothing of the source)
with

sources as (
    select source from core.offer_evidence
    union
    select source from core.offer_list
),

-- The settings name sources by their folders.
named as (
    select
        source,
        case
            when source = 'catalogue list' then 'netflix'
            when source = 'provider table' or starts_with(source, 'tmdb ') then 'tmdb'
            else split_part(source, ' ', 1)
        end as folder,
    from sources
)

select
    source,
    coalesce((getvariable('stale_after_days')::json ->> folder)::integer, 14) as carry_days,
from named
order by source
