-- title: What a slate would draw
-- lede: Which titles outside the catalogue promise most viewers, and what would they draw together?
-- finding: The ten best {kind} would draw {ten_views} views in their first 91 days, nine times in
--    ten between {ten_low} and {ten_high}; “{title}” leads with {expected_views_91d}.
-- reading: ● views expected in the first 91 days, in their 90% interval; powers of ten
-- chart: ranges y=title x=expected_views_91d low=expected_views_91d_low
--    high=expected_views_91d_high group=type
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: type | - | kind
-- column: expected_views_91d | Views in 91 days | views
-- column: expected_views_91d_low | From | views
-- column: expected_views_91d_high | To | views
-- column: total_views | With those above | views
-- column: total_range | + | text
-- column: expected_countries | Countries | integer
-- column: offered_by | Now on | text
-- column: kind | - | text
-- column: ten_views | - | views
-- column: ten_low | - | views
-- column: ten_high | - | views
-- column: title_id | - | code
-- order: films and series apart, by expected views
-- note: With those above: the sum of the title and all better ones of its type, and its 90%
--    interval, which takes errors for independent. marts.slate_total([…]) adds up any choice.
--    Countries: in how many countries' Top 10 it would stand.
-- note: What it would reach on Netflix, wherever it is now: what such titles drew in the half-year
--    in which Netflix's reports first named them. Nobody dates the coming of titles that Netflix
--    did not make, so this is rather too low than too high; countries are as of a premiere.
--    Marketing is not in the data, nor whether a licence is to be had.
-- empty: No title outside the catalogue has an expected audience.
-- param: each = 10
-- model: audience
with

best as (
    select * from marts.slate
    where run_id = $run_id and place <= $each
)

select
    title,
    concat_ws(' · ', release_year, original_language, genres_listed) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    type,
    expected_views_91d,
    expected_views_91d_low,
    expected_views_91d_high,
    total_views,
    if(
        place > 1,
        printf('%.0fM to %.0fM', total_views_low / 1e6, total_views_high / 1e6),
        null
    ) as total_range,
    round(expected_countries) as expected_countries,
    coalesce(offered_by, 'not known') as offered_by,
    if(type = 'movie', 'films', 'series') as kind,
    last_value(total_views) over of_type as ten_views,
    last_value(total_views_low) over of_type as ten_low,
    last_value(total_views_high) over of_type as ten_high,
    title_id,
from best
left join marts.title_links as links using (title_id)
window of_type as (
    partition by type order by place
    rows between unbounded preceding and unbounded following
)
order by max(expected_views_91d) over (partition by type) desc, type, place
