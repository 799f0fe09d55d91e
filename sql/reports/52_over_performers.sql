-- title: Watched more than expected
-- lede: Which titles drew far more viewers than anything like them?
-- finding: “{title}” drew {views} views from {period}: {times} the {typical_views} that are
--    typical of its like.
-- reading: ● views that were typically to be expected, in their 90% interval  ○ views; powers of
--    ten
-- chart: ranges y=title x=typical_views low=expected_views_low high=expected_views_high mark=views
--    value=views group=type
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: type | - | kind
-- column: views | Views | views
-- column: typical_views | Expected, typically | views
-- column: expected_views_low | From | views
-- column: expected_views_high | To | views
-- column: standard_errors | Standard errors | signed
-- column: period | - | text
-- column: times | - | text
-- column: title_id | - | code
-- order: films and series apart, by standard errors
-- note: Only titles with a description: of a bare name nothing much can be expected. Of a hundred
--    titles, sixteen lie more than one standard error above what is typical, two more than two.
-- note: Netflix's audience only. The data do not say why (a campaign, a sequel, a death). Titles
--    that Netflix did not make may have been there for a part of the half-year.
-- mail: finding
-- empty: No title was watched far more than expected, or no report has been loaded.
-- param: each = 5
-- model: audience
with

described as (
    select title_id
    from marts.title_scores
    where run_id = $run_id and is_described
),

placed as (
    select performers.*
    from marts.over_performers as performers
    inner join described using (title_id)
    where performers.run_id = $run_id
    qualify row_number() over (partition by performers.type order by performers.place) <= $each
)

select
    title,
    concat_ws(
        ' · ', release_year, if(is_new, 'new in the half-year', null), genres_listed
    ) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    type,
    views,
    typical_views,
    expected_views_low,
    expected_views_high,
    standard_errors,
    if(month(period_start) = 1, 'January to June ', 'July to December ') || year(period_start)
        as period,
    printf('%.0f times', times_expected) as times,
    title_id,
from placed
left join marts.title_links as links using (title_id)
order by max(abs(standard_errors)) over (partition by type) desc, type, place
