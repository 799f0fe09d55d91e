-- title: Genre trend
-- lede: Which genres gained and lost ground, by the year in which titles were added?
-- finding: {mover} moved most: {mover_first} of the titles added in {first_year}, {mover_last} of
--    those added in {last_year}.
-- reading: Share of the titles added in a year that are listed with the genre
-- chart: lines x=added_year y=share group=genre
-- column: genre | Genre | text
-- column: added_year | Added in | year
-- column: title_count | Titles | integer
-- column: share | Share | share
-- column: mover | - | text
-- column: mover_first | - | share
-- column: mover_last | - | share
-- column: first_year | - | year
-- column: last_year | - | year
-- order: largest genres first
-- note: Full years with 100 added titles or more. Only titles that are still in the catalogue are
--    counted.
-- empty: Too few titles say when they were added.
-- param: min_titles = 100
-- param: genres = 12
with

genre_trend as (
    select * from marts.genre_trend where taxonomy = 'netflix'
),

full_years as (
    select added_year from genre_trend
    where
        added_year < (
            select year(max(snapshot_on)) from marts.catalogue_snapshots
            where snapshot_on <= $as_of
        )
    group by added_year
    having max(title_count / share) >= $min_titles
),

largest as (
    select genre, sum(title_count) as genre_count from genre_trend
    group by genre
    order by genre_count desc, genre
    limit $genres
),

shown as (
    select
        largest.genre,
        full_years.added_year::integer as added_year,
        coalesce(genre_trend.title_count, 0) as title_count,
        coalesce(genre_trend.share, 0) as share,
        largest.genre_count,
    from largest
    cross join full_years
    left join genre_trend
        on
            largest.genre = genre_trend.genre
            and full_years.added_year = genre_trend.added_year
),

ends as (
    select
        genre,
        min_by(share, added_year) as first_share,
        max_by(share, added_year) as last_share,
        min(added_year) as first_year,
        max(added_year) as last_year,
    from shown
    group by genre
),

mover as (
    select * from ends
    order by abs(last_share - first_share) desc, genre
    limit 1
)

select
    shown.genre,
    shown.added_year,
    shown.title_count,
    shown.share,
    mover.genre as mover,
    mover.first_share as mover_first,
    mover.last_share as mover_last,
    mover.first_year,
    mover.last_year,
from shown
cross join mover
order by shown.genre_count desc, shown.genre, shown.added_year
