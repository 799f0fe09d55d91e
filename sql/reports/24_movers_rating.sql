-- title: Movers: predicted rating
-- lede: Whose predicted rating changed most since it was last scored, and why?
-- finding: “{title}” moved most: from {before} to {after}.
-- reading: ● predicted now  ○ predicted before, 3 to 10
-- chart: pairs y=title x=after from=before top=12
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: before | Before | rating
-- column: after | Now | rating
-- column: what_changed | What is new | text
-- column: title_id | - | code
-- order: by the size of the change
-- note: Moves of less than 0.05 are not remembered.
-- empty: No predicted rating moved since the titles were last scored, or none was scored before.
-- param: limit = 20
-- model: rating
select
    title,
    concat_ws(
        ' · ', if(type = 'movie', 'film', 'series'), if(in_catalogue, null, 'not in the catalogue')
    ) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    before,
    after,
    what_changed,
    title_id,
from marts.movers
left join marts.title_links as links using (title_id)
where score = 'predicted_rating' and run_id = $run_id
order by place
limit $limit
