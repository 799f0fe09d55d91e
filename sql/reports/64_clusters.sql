-- title: What the titles are about
-- lede: Which subjects grew with the newest list, by the titles' descriptions, and which shrank?
-- finding: Titles about “{cluster}”: {arrived_share} of the arrivals, {before_share} of the titles
--    there before.
-- finding: {cluster_count|group|groups} of titles; no title is known to have arrived with the
--    newest list, so that they cannot be compared with what was there before.
-- reading: ● share of the titles that arrived  ○ share of those there before
-- chart: pairs y=cluster x=arrived_share from=before_share top=14
-- column: cluster | Words that stand out | text
-- column: words | + | text
-- column: title_count | Titles in all | integer
-- column: catalogue_count | In the catalogue | integer
-- column: arrived_share | Of the arrivals | share
-- column: before_share | Of those before | share
-- column: mean_rating | Predicted rating | rating
-- column: mean_hit | Chance to be popular on TMDb | percent
-- column: cluster_count | - | integer
-- order: by how far the two shares are apart
-- note: Clusters group titles by the words of their descriptions, whatever their genre, and keep
--    their numbers from week to week. The words are those that stand out, not a name that anybody
--    gave.
-- empty: The titles have not been grouped by what they are about.
with

clusters as (
    select * from marts.clusters where run_id = $run_id
),

members as (
    select scores.*, title_clusters.cluster_id
    from marts.title_clusters as title_clusters
    inner join marts.title_scores as scores using (title_id)
    where scores.run_id = $run_id and scores.in_catalogue
),

totals as (
    select
        count(*) filter (where is_new) as arrived_total,
        count(*) filter (where not is_new) as before_total,
    from members
),

counted as (
    select
        cluster_id,
        count(*) filter (where is_new) / nullif(any_value(arrived_total), 0) as arrived_share,
        count(*) filter (where not is_new) / nullif(any_value(before_total), 0) as before_share,
        avg(predicted_rating) as mean_rating,
        avg(hit_probability) as mean_hit,
    from members
    cross join totals
    group by cluster_id
)

select
    clusters.name as cluster,
    clusters.words,
    clusters.title_count,
    clusters.catalogue_count,
    counted.arrived_share,
    counted.before_share,
    counted.mean_rating,
    counted.mean_hit,
    count(*) over () as cluster_count,
from clusters
inner join counted using (cluster_id)
order by abs(coalesce(arrived_share - before_share, 0)) desc, clusters.cluster_id
