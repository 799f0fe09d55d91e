-- title: How old the titles are
-- lede: How long before the newest list were the catalogue's films and series released?
-- finding: {recent_share} of the titles were released in the list's year or the two before.
-- reading: Share of films, or of series, by years between release and the newest list
-- chart: bars y=age x=share group=type
-- column: type | Type | kind
-- column: age | Age | text
-- column: title_count | Titles | integer
-- column: share | Share of type | share
-- column: mean_rating | Predicted rating | rating
-- column: mean_hit | Chance to be popular on TMDb | percent
-- column: recent_share | - | percent
-- order: films before series, youngest first
-- note: Only the year of release is known. That of a series is its newest season's.
-- empty: Of no title of the catalogue is the year of release known.
-- model: rating
-- model: hit
with

newest as (
    select year(max(snapshot_on)) as snapshot_year
    from marts.catalogue_snapshots
    where snapshot_on <= $as_of
),

aged as (
    select
        scores.type,
        newest.snapshot_year - scores.release_year as years,
        scores.predicted_rating,
        scores.hit_probability,
        case
            when years <= 0 then 1
            when years <= 2 then 2
            when years <= 5 then 3
            when years <= 10 then 4
            when years <= 20 then 5
            else 6
        end as place,
    from marts.title_scores as scores
    cross join newest
    where scores.run_id = $run_id and scores.in_catalogue and years is not null
),

counted as (
    select
        type,
        place,
        [
            'The same year', '1–2 years', '3–5 years', '6–10 years', '11–20 years',
            'Over 20 years'
        ][place] as age,
        count(*) as title_count,
        avg(predicted_rating) as mean_rating,
        avg(hit_probability) as mean_hit,
    from aged
    group by type, place
)

select
    type,
    age,
    title_count,
    title_count / sum(title_count) over (partition by type) as share,
    mean_rating,
    mean_hit,
    sum(if(place <= 2, title_count, 0)) over () / sum(title_count) over () as recent_share,
from counted
order by type, place
