-- title: When titles are added
-- lede: Does the catalogue grow more in some months than in others?
-- finding: {peak_month} brings the most additions, {peak_mean} on average in {first_year} to
--    {last_year}; {low_month} the fewest, {low_mean}.
-- reading: Titles added in a calendar month, mean of the years
-- chart: columns x=month_start y=mean_added
-- column: month_start | Month | month
-- column: mean_added | Added, mean of the years | integer
-- column: mean_movies | Films | integer
-- column: mean_series | Series | integer
-- column: index | Against an even year | percent
-- column: peak_month | - | long_month
-- column: peak_mean | - | integer
-- column: low_month | - | long_month
-- column: low_mean | - | integer
-- column: first_year | - | year
-- column: last_year | - | year
-- order: by calendar month
-- note: By the dates that Netflix gives. Up to five full years, those with 100 additions or more;
--    only titles that are still in the catalogue are counted. 100% is a month with a twelfth of the
--    additions.
-- empty: No full year with enough dated additions is known.
-- param: min_titles = 100
-- param: years = 5
with

months as (
    select
        period_start,
        year(period_start)::integer as added_year,
        any_value(period_count) as added,
        sum(title_count) filter (where value = 'movie') as movies,
        sum(title_count) filter (where value = 'series') as series,
    from marts.catalogue_mix
    where period = 'month' and dimension = 'type'
    group by period_start
),

full_years as (
    select added_year from months
    where
        added_year < (
            select year(max(snapshot_on)) from marts.catalogue_snapshots
            where snapshot_on <= $as_of
        )
    group by added_year
    having sum(added) >= $min_titles
    order by added_year desc
    limit $years
),

counted as (
    select
        make_date(2000, month(months.period_start), 1) as month_start,
        sum(months.added) as added,
        sum(months.movies) as movies,
        sum(months.series) as series,
    from months
    inner join full_years using (added_year)
    group by all
),

span as (
    select
        count(*) as year_count,
        min(added_year) as first_year,
        max(added_year) as last_year,
    from full_years
)

select
    month_start,
    added / year_count as mean_added,
    coalesce(movies, 0) / year_count as mean_movies,
    coalesce(series, 0) / year_count as mean_series,
    12 * added / sum(added) over () as index,
    max_by(month_start, added) over () as peak_month,
    max(added / year_count) over () as peak_mean,
    min_by(month_start, added) over () as low_month,
    min(added / year_count) over () as low_mean,
    first_year,
    last_year,
from counted
cross join span
order by month_start
