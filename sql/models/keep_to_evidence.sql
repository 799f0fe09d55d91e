-- Chances say no more than is known. Where too few titles like it have a known outcome, a title
-- gets the share of its kind; and no chance stands above what twenty known titles of its type
-- were given by models that had not seen them, since nobody can tell whether such chances come
-- true.
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
    with

    known as (
        select
            title.type,
            if(outcome.is_hit is null, null, given.hit_probability) as hit_probability,
            if(outcome.entered_top10 is null, null, given.top10_probability)
                as top10_probability,
        from scores.title as given
        inner join features.outcome as outcome using (title_id)
        inner join features.title as title using (title_id)
        where given.run_id = getvariable('run_id')
    ),

    ceilings as (
        select
            type,
            max(hit_probability, 20)[-1] as hit_ceiling,
            max(top10_probability, 20)[-1] as top10_ceiling,
        from known
        group by type
    )

    select evidence.*, ceilings.hit_ceiling, ceilings.top10_ceiling
    from features.evidence as evidence
    inner join features.title as title using (title_id)
    inner join ceilings using (type)
) as held
where scores.title_id = held.title_id and scores.run_id = getvariable('run_id')
