-- title: What leaves soon
-- lede: Which titles leave the catalogue, or a rival, within 30, 60 or 90 days?
-- finding: “{title}” leaves {place} first, on {offered_until}; {soon_count} in all within 30 days.
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: place | Leaves | text
-- column: offered_until | Gone from | date
-- column: within | Within | text
-- column: hit_probability | Chance to be popular on TMDb | percent
-- column: predicted_rating | Predicted rating | rating
-- column: soon_count | - | integer
-- column: title_id | - | code
-- order: the catalogue first, then by day
-- note: Only ends that a service or the team itself states; a list says nothing of what is to come.
-- empty: No source states that a title leaves within 90 days. Rights calendars can: as files in the
--    folder offers/.
-- param: limit = 10
-- model: hit
-- model: rating
with

leaving as (
    select leaving.*, lists.is_catalogue
    from marts.leaving as leaving
    inner join marts.service_lists as lists using (service, region)
    where lists.role <> 'other'
),

counted as (
    select *, count(*) filter (within_days = 30) over () as soon_count
    from leaving
)

select
    counted.title,
    concat_ws(
        ' · ',
        scores.release_year,
        if(scores.type = 'movie', 'film', 'series'),
        scores.genres_listed
    ) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    counted.service || ' ' || counted.region as place,
    counted.offered_until,
    counted.within_days || ' days' as within,
    if(scores.hit_note is null, scores.hit_probability, null) as hit_probability,
    scores.predicted_rating,
    counted.soon_count,
    counted.title_id,
from counted
inner join marts.title_scores as scores using (title_id)
left join marts.title_links as links using (title_id)
where scores.run_id = $run_id
order by
    counted.is_catalogue desc,
    counted.offered_until,
    scores.hit_probability desc,
    counted.title,
    place,
    counted.access
limit $limit
