-- One row per title that has known words: its cluster.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   cluster_id: number of the cluster, see marts.clusters
--   cluster: the words that stand out most in the cluster
--   run_id: the run that grouped them
with

members as (
    select * from scores.title_cluster where run_id = getvariable('run_id')
),

clusters as (
    select * from scores.cluster where run_id = getvariable('run_id')
)

select
    members.title_id,
    members.cluster_id,
    clusters.name as cluster,
    members.run_id,
from members
inner join clusters using (cluster_id)
order by members.title_id
