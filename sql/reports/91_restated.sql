-- title: What sources restated
-- lede: Which figures of viewing did a source change after it had published them?
-- finding: {figure_count|figure was|figures were} restated; the newest in {restated_in}.
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: measure | Figure | text
-- column: period | + | text
-- column: value_before | Before | integer
-- column: value | Now | integer
-- column: restated_on | Restated | date
-- column: restated_in | - | text
-- column: figure_count | - | integer
-- column: title_id | - | code
-- order: the newest first
-- note: All other figures here count what the newest file says. All of them are in
--    marts.restated_figures; when an offer's dates were restated is in marts.offer_changes.
-- table: folded
-- empty: No source changed a figure that it had published.
-- param: limit = 20
with

restated as (
    select *, count(*) over () as figure_count from marts.restated_figures
)

select
    restated.title,
    concat_ws(' · ', nullif(restated.season, ''), nullif(restated.category, '')) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    restated.measure,
    strftime(restated.period_start, '%-d %b %Y') || ' to '
    || strftime(restated.period_end, '%-d %b %Y') as period,
    restated.value_before,
    restated.value,
    restated.restated_on,
    restated.restated_in,
    restated.figure_count,
    restated.title_id,
from restated
left join marts.title_links as links using (title_id)
order by restated_on desc, abs(ln(greatest(value, 1) / greatest(value_before, 1))) desc,
    title, about, measure, period
limit $limit
