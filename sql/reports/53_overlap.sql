-- title: What services share
-- lede: How many of the catalogue's titles are also on each rival, and how many only here?
-- finding: {place} shares {shared_count|title|titles} with {rival}; {on_no_rival_count} of its
--    {title_count|title|titles} are on no rival.
-- reading: Share of the rival's titles that the catalogue has, too
-- chart: bars y=rival x=shared_share
-- column: rival | Rival | text
-- column: rival_title_count | Its titles | integer
-- column: shared_count | On both | integer
-- column: shared_share | Share of its titles | share
-- column: only_here_count | Only here | integer
-- column: only_there_count | Only there | integer
-- column: rival_seen_on | Its newest list | date
-- column: place | - | text
-- column: title_count | - | integer
-- column: on_no_rival_count | - | integer
-- order: by titles on both
-- note: Counted is what comes with the service, by subscription, with ads or free, in the
--    catalogue's region, as of the day of each service's newest list: lists of different days
--    compare what was then. A dash stands for a rival that nobody looked at.
-- empty: No list of a rival has been loaded.
with

lists as (
    select service, region, is_catalogue from marts.service_lists
),

overlap as (
    select overlap.*
    from marts.service_overlap as overlap
    inner join lists using (service, region)
    where lists.is_catalogue
)

select
    rival,
    rival_title_count,
    shared_count,
    shared_count / nullif(rival_title_count, 0) as shared_share,
    only_here_count,
    only_there_count,
    rival_seen_on,
    service || ' ' || region as place,
    title_count,
    on_no_rival_count,
from overlap
where (select count(rival_title_count) from overlap) > 0
order by shared_count desc nulls last, rival
