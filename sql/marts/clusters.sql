-- One row per cluster: titles grouped by what their texts are about, over all types and sources.
-- key: cluster_id
-- columns:
--   cluster_id: number of the cluster, the same from week to week
--   name: the words that stand out most
--   words: the ten words that stand out most, separated by commas
--   title_count: titles in the cluster
--   catalogue_count: of them, titles of the newest catalogue
--   mean_predicted_rating: mean predicted rating of its titles, 0 to 10
--   run_id: the run that grouped them
with

clusters as (
    select * from scores.cluster where run_id = getvariable('run_id')
),

members as (
    select * from scores.title_cluster where run_id = getvariable('run_id')
),

scores as (
    select * from scores.title where run_id = getvariable('run_id')
),

counted as (
    select
        members.cluster_id,
        count(*) as title_count,
        count(*) filter (titles.in_catalogue) as catalogue_count,
        avg(scores.predicted_rating) as mean_predicted_rating,
    from members
    inner join core.title as titles using (title_id)
    left join scores using (title_id)
    group by members.cluster_id
)

select
    clusters.cluster_id,
    clusters.name,
    array_to_string(clusters.words[:10], ', ') as words,
    coalesce(counted.title_count, 0) as title_count,
    coalesce(counted.catalogue_count, 0) as catalogue_count,
    counted.mean_predicted_rating,
    clusters.run_id,
from clusters
left join counted using (cluster_id)
order by clusters.cluster_id
