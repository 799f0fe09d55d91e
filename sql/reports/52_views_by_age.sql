-- title: How fast views fade
-- lede: How much of its first audience does a title keep, half-year by half-year?
-- finding: In the half-year after that of its arrival, a {kind} draws {change} of the views a day
--    that it drew before; {kept} after {half_years|half-year|half-years}.
-- reading: Views a day as a share of those in the half-year of arrival, by half-years since
-- chart: lines x=age y=level colour=type log=yes
-- column: type | Type | kind
-- column: age | Half-years since arrival | integer
-- column: typical_change | Of the half-year before | percent
-- column: level | Of the first | share
-- column: season_count | Seasons or films | integer
-- column: kind | - | text
-- column: change | - | percent
-- column: kept | - | share
-- column: half_years | - | integer
-- order: films before series, youngest first
-- note: Medians of all pairs of half-years in Netflix's reports, put one after another; at least
--    20 of each age. Only Netflix's own titles count, since of no others is the day of arrival
--    reported. A title that is hardly watched any more is left out by the reports: in truth
--    views fade faster.
-- empty: Fewer than two engagement reports have been loaded.
-- param: least = 20
-- param: most = 12
with

types as (
    select title_id, type
    from marts.title_scores
    where run_id = $run_id
),

changes as (
    select
        types.type,
        2 * (year(viewing.period_start) - year(viewing.came_on))
        + (month(viewing.period_start) - 1) // 6
        - (month(viewing.came_on) - 1) // 6 as age,
        (viewing.views / viewing.days) / (viewing.last_views / viewing.last_days) as change,
    from marts.season_views as viewing
    inner join types using (title_id)
    where viewing.views > 0 and viewing.last_views > 0 and viewing.came_on < viewing.period_start
),

typical as (
    select
        type,
        age,
        median(change) as typical_change,
        count(*) as season_count,
    from changes
    where age between 1 and $most
    group by type, age
    having count(*) >= $least
),

with_start as (
    select * from typical
    union all by name
    select distinct type, 0 as age from typical
),

-- Up to the first gap: what comes after it has nothing to go on from.
chained as (
    select
        *,
        exp(coalesce(sum(ln(typical_change)) over so_far, 0)) as level,
        count(typical_change) over so_far as place,
    from with_start
    window so_far as (partition by type order by age)
    qualify place = age
)

select
    type,
    age,
    typical_change,
    level,
    season_count,
    if(type = 'movie', 'film', 'season of a series') as kind,
    nth_value(typical_change, 2) over of_type as change,
    last_value(level) over of_type as kept,
    last_value(age) over of_type as half_years,
from chained
window of_type as (
    partition by type order by age
    rows between unbounded preceding and unbounded following
)
order by type, age
