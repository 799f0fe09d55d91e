-- title: What is only ours
-- lede: Which titles that no rival has are likeliest to be popular on TMDb?
-- finding: {only_count|title|titles} of the catalogue are on no rival; “{title}” leads at
--    {hit_probability}. Of {list_known} whose outcome is known {list_seen} are popular; their
--    chances add up to {list_expected}.
-- finding: {only_count|title|titles} of the catalogue are on no rival; “{title}” leads at
--    {hit_probability}.
-- reading: Chance to be popular on TMDb, 0 to 100%
-- chart: bars y=title x=hit_probability group=type
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: type | - | kind
-- column: hit_probability | Chance to be popular on TMDb | percent
-- column: predicted_rating | Predicted rating | rating
-- column: is_ours | Own production | flag
-- column: only_count | - | integer
-- column: list_known | - | integer
-- column: list_seen | - | integer
-- column: list_expected | - | integer
-- column: title_id | - | code
-- order: films and series apart, by that chance
-- note: On no rival: of the rivals that were looked at, none has the title in its newest list or
--    answer. A dash says that nothing is known of who made it.
-- empty: No rival was looked at, or each title of the catalogue is on one.
-- param: each = 10
-- model: hit
-- model: rating
with

lists as (
    select service, region, role, is_catalogue from marts.service_lists
),

catalogue as (
    select region from lists where is_catalogue
),

rivals as (
    select lists.service, lists.region
    from lists
    inner join catalogue using (region)
    where lists.role = 'rival'
),

theirs as (
    select distinct offers.title_id
    from marts.offers as offers
    inner join rivals using (service, region)
    where offers.is_offered and offers.is_included
),

scores as (
    select * replace (if(hit_note is null, hit_probability, null) as hit_probability)
    from marts.title_scores
    where run_id = $run_id and in_catalogue
),

ours as (
    select
        scores.*,
        count(*) over () as only_count,
        row_number() over (
            partition by type
            order by hit_probability desc nulls last, predicted_rating desc, title_id
        ) as place,
    from scores
    anti join theirs using (title_id)
    where (select count(*) from rivals) > 0
),

-- Of the whole list that these lead.
list as (
    select title_count, seen_count, expected_count
    from marts.chances_and_outcomes
    where
        question = 'hit'
        and grouping = 'list'
        and type = 'both'
        and part = 'on no rival''s service'
)

select
    ours.title,
    concat_ws(
        ' · ', ours.release_year, if(ours.type = 'movie', 'film', 'series'), ours.genres_listed
    ) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    ours.type,
    ours.hit_probability,
    ours.predicted_rating,
    if(ours.is_own_production, true, null) as is_ours,
    ours.only_count,
    list.title_count as list_known,
    list.seen_count as list_seen,
    list.expected_count as list_expected,
    ours.title_id,
from ours
left join list on true
left join marts.title_links as links using (title_id)
where ours.place <= $each
order by max(ours.hit_probability) over (partition by ours.type) desc, ours.type, ours.place
