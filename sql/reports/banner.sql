-- title: Older than they should be
-- lede: Which sources have had nothing new for longer than their limit?
-- column: catalogue_on | The catalogue's day | long_date
-- column: source | Source | text
-- column: newest_on | Its newest day | long_date
-- column: days_old | Days old | integer
-- column: limit_days | Limit in days | integer
-- sentence: service-changes | The catalogue is of {catalogue_on}: what follows describes that
--    month. | It is {days_old} days old; the limit is {limit_days}.
-- sentence: sources | {source}: {newest_on}, | {days_old} days old; the limit is {limit_days}.
-- order: the catalogue first, then the oldest by its limit
-- empty: Every source is as new as it should be.
with

limits as (
    select source, most_days from marts.freshness_limits where run_id = $run_id
),

catalogue as (
    select
        seen_on,
        days_old,
        fresh_days,
        if(source = 'catalogue list', 'netflix', split_part(source, ' ', 1)) as folder,
    from marts.service_lists
    where is_catalogue and not is_fresh
),

words (name, source) as (
    values
        ('availability', 'Answers on availability'),
        ('engagement', 'Audience reports'),
        ('justwatch', 'JustWatch lists'),
        ('movielens', 'MovieLens ratings'),
        ('netflix', 'Netflix title lists'),
        ('offers', 'Rights and offers'),
        ('services', 'Lists of rivals'),
        ('tmdb', 'TMDb'),
        ('top10', 'Top 10 lists')
),

-- The first line speaks of the source that the catalogue's newest list comes from.
stale as (
    select
        null::date as catalogue_on,
        coalesce(words.source, quality.name) as source,
        $as_of::date - quality.value::integer as newest_on,
        quality.value as days_old,
        limits.most_days as limit_days,
    from marts.data_quality as quality
    left join limits on quality.name = limits.source
    left join words using (name)
    where
        quality.area = 'freshness'
        and quality.status = 'warning'
        and quality.run_id = $run_id
        and quality.name not in (select folder from catalogue)
)

select catalogue_on, source, newest_on, days_old, limit_days,
from (
    select
        seen_on as catalogue_on,
        null as source,
        null as newest_on,
        days_old,
        fresh_days as limit_days,
    from catalogue
    union all
    from stale
)
order by catalogue_on nulls last, days_old / limit_days desc, source
