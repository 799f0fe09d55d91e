-- title: From release to the catalogue
-- lede: How fresh were films and series when they were added?
-- finding: Of the films added in {last_year}, {last_share} were released in that very year; of
--    those added in {first_year}, {first_share}.
-- reading: Share of the titles added in a year that were released in that year
-- chart: lines x=added_year y=same_year_share colour=type
-- column: added_year | Added in | year
-- column: type | Type | kind
-- column: title_count | Titles | integer
-- column: same_year_share | Released that year | share
-- column: within_five_share | Within five years | share
-- column: median_lag | Median lag, years | number
-- column: long_lag | Longest tenth, years or more | number
-- column: first_year | - | year
-- column: first_share | - | percent
-- column: last_year | - | year
-- column: last_share | - | percent
-- order: by type and year
-- note: Full years with 50 titles of the type or more. Only the years are known, so the
--    lag is their difference; that of a series is from its newest season. Only titles that are
--    still in the catalogue are counted.
-- empty: Too few titles say when they were released and when they were added.
-- param: min_titles = 50
with

titles as (
    select
        type,
        year(added_on)::integer as added_year,
        greatest(year(added_on) - release_year, 0) as lag,
    from marts.title_scores
    where
        run_id = $run_id
        and in_catalogue
        and release_year is not null
        and year(added_on) < (
            select year(max(snapshot_on)) from marts.catalogue_snapshots
            where snapshot_on <= $as_of
        )
),

counted as (
    select
        added_year,
        type,
        count(*) as title_count,
        avg((lag = 0)::integer) as same_year_share,
        avg((lag <= 5)::integer) as within_five_share,
        median(lag) as median_lag,
        quantile_disc(lag, 0.9) as long_lag,
    from titles
    group by added_year, type
    having count(*) >= $min_titles
)

select
    added_year,
    type,
    title_count,
    same_year_share,
    within_five_share,
    median_lag,
    long_lag,
    min(added_year) filter (where type = 'movie') over () as first_year,
    min_by(same_year_share, added_year) filter (where type = 'movie') over () as first_share,
    max(added_year) filter (where type = 'movie') over () as last_year,
    max_by(same_year_share, added_year) filter (where type = 'movie') over () as last_share,
from counted
order by type, added_year
