-- Which subjects do the newcomers bring?
select clusters.cluster, count(*) as newcomer_count
from marts.title_clusters as clusters
inner join marts.title_scores as scores using (title_id)
where scores.is_new
group by clusters.cluster
order by newcomer_count desc, clusters.cluster
limit 10
