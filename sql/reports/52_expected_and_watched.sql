-- title: What was watched, and what we expected
-- lede: Did people watch what the models expected, in the newest half-year that Netflix reports?
-- finding: From {period}, {title_count|title|titles} drew {watched} views, where {expected} were
--    expected; {inside_share} of them stayed within their 90% interval.
-- reading: → views that were typically to be expected  ↑ views  ┄ where both agree; powers of ten,
--    a sample of the titles
-- chart: scatter x=typical_views y=views colour=type
-- column: title | - | title
-- column: type | - | kind
-- column: views | - | views
-- column: typical_views | - | views
-- column: expected_views_low | - | views
-- column: expected_views_high | - | views
-- column: period | - | text
-- column: title_count | - | integer
-- column: watched | - | views
-- column: expected | - | views
-- column: inside_share | - | percent
-- table: none
-- note: A view is Netflix's own measure: hours watched worldwide divided by running time. What is
--    expected goes by what is known before release, by models that never saw the title.
-- note: What this cannot tell: it is Netflix's audience only. Marketing is not in the data, nor,
--    but for Netflix's own titles, the day of arrival: how long the others could be watched is
--    unknown.
-- empty: No engagement report has been loaded, or too few to learn from.
-- param: each = 250
-- model: audience
with

newest as (
    select max(period_start) as period_start from marts.audience where not is_coming
),

judged as (
    select audience.*
    from marts.audience as audience
    inner join newest using (period_start)
    where audience.run_id = $run_id and audience.views > 0 and audience.is_out_of_fold
),

summed as (
    select
        if(month(any_value(period_start)) = 1, 'January to June ', 'July to December ')
        || year(any_value(period_start)) as period,
        count(*) as title_count,
        sum(views) as watched,
        sum(expected_views) as expected,
        avg((views between expected_views_low and expected_views_high)::integer) as inside_share,
    from judged
),

-- The same titles each time, whatever their views.
sampled as (
    select *
    from judged
    qualify row_number() over (partition by type order by md5(title_id)) <= $each
),

placed as (
    select *, row_number() over (order by type, views desc, title_id) as place_in_all
    from sampled
)

select
    placed.title,
    placed.type,
    round(placed.views) as views,
    round(placed.typical_views) as typical_views,
    round(placed.expected_views_low) as expected_views_low,
    round(placed.expected_views_high) as expected_views_high,
    summed.period,
    summed.title_count,
    summed.watched,
    summed.expected,
    summed.inside_share,
from placed
left join summed on placed.place_in_all = 1
order by placed.place_in_all
