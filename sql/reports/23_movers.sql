-- title: Movers: chance to be popular on TMDb
-- lede: Whose chance to be popular on TMDb changed most since the last score, and why?
-- finding: “{title}” moved most: from {before} to {after}.
-- reading: ● chance now  ○ chance before, 0 to 100%
-- chart: pairs y=title x=after from=before top=12
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: before | Before | percent
-- column: after | Now | percent
-- column: percentage_points | Change, points | change
-- column: what_changed | What is new | text
-- column: title_id | - | code
-- order: by the size of the change
-- note: The models are trained anew in every run, so a chance may move although nothing new is
--    known of the title itself. Moves of less than one percentage point are not remembered.
-- empty: No title's chance moved since it was last scored, or none was scored before.
-- param: limit = 20
-- model: hit
select
    title,
    concat_ws(
        ' · ', if(type = 'movie', 'film', 'series'), if(in_catalogue, null, 'not in the catalogue')
    ) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    before,
    after,
    100 * change as percentage_points,
    what_changed,
    title_id,
from marts.movers
left join marts.title_links as links using (title_id)
where score = 'hit_probability' and run_id = $run_id
order by place
limit $limit
