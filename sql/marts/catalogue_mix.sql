-- One row per year or month of adding, dimension and value: what the newest snapshot is made of.
-- key: period, period_start, dimension, value
-- columns:
--   period: 'year' or 'month'; the two overlap, so choose one
--   period_start: first day of the year or month in which Netflix says that the titles were added
--   dimension: 'type', 'genre' (Netflix's tags), 'country' or 'maturity'
--   value: the type, tag, country's English name or audience rating
--   title_count: titles with that value that were added in the period
--   period_count: all titles that were added in the period
--   share: title_count of period_count, 0 to 1; a title with two tags or countries counts for both
with

titles as (
    select * from core.title where in_catalogue and added_on is not null
),

genres as (
    select title_id, genre from core.title_genre where taxonomy = 'netflix'
),

countries as (
    select title_id, country from marts.title_countries
),

valued as (
    select title_id, 'type' as dimension, type as value from titles
    union all
    select title_id, 'maturity', maturity_rating from titles where maturity_rating is not null
    union all
    select title_id, 'genre', genre from genres
    union all
    select title_id, 'country', country from countries
),

periods as (
    select title_id, 'year' as period, date_trunc('year', added_on)::date as period_start
    from titles
    union all
    select title_id, 'month', date_trunc('month', added_on)::date from titles
),

totals as (
    select period, period_start, count(*) as period_count
    from periods
    group by all
),

counted as (
    select
        periods.period,
        periods.period_start,
        valued.dimension,
        valued.value,
        count(*) as title_count,
    from periods
    inner join valued using (title_id)
    group by all
)

select
    counted.period,
    counted.period_start,
    counted.dimension,
    counted.value,
    counted.title_count,
    totals.period_count,
    counted.title_count / totals.period_count as share,
from counted
inner join totals using (period, period_start)
order by period, period_start, dimension, title_count desc, value
