-- Chances say no more than is known. Where too few titles like it have a known outcome, a title
-- gets the share of its kind; and no chance stands above the ceiling of its type.
update scores.title as scores
set
    hit_probability = case
        when scores.hit_probability is null then null
        when is_supported(held.hit_support)
            then least(scores.hit_probability, held.hit_ceiling)
        else coalesce(held.hit_base_rate, scores.hit_probability)
    end,
    top10_probability = case
        when scores.top10_probability is null then null
        when is_supported(held.top10_support)
            then least(scores.top10_probability, held.top10_ceiling)
        else coalesce(held.top10_base_rate, scores.top10_probability)
    end,
from (
    select evidence.*, ceilings.hit_ceiling, ceilings.top10_ceiling
    from features.evidence as evidence
    inner join features.title as title using (title_id)
    inner join scores.ceiling as ceilings using (type)
    where ceilings.run_id = getvariable('run_id')
) as held
where scores.title_id = held.title_id and scores.run_id = getvariable('run_id')
