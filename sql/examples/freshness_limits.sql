-- How much older than allowed is each source that is stale?
select
    limits.source,
    quality.value as age_days,
    limits.most_days,
    quality.value > limits.most_days as is_stale,
from marts.freshness_limits as limits
left join marts.data_quality as quality
    on
        limits.source = quality.name
        and limits.run_id = quality.run_id
        and quality.area = 'freshness'
where limits.run_id = (select max(run_id) from marts.freshness_limits)
order by is_stale desc nulls last, limits.source
