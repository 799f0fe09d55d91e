-- title: What will be watched
-- lede: Which titles will draw most viewers in the half-year after the newest report?
-- finding: “{title}” is expected to lead from {period}, with {expected_views} views,
--    {share_of_type} of all that its kind will draw.
-- reading: ● expected views, in their 90% interval; powers of ten
-- chart: ranges y=title x=expected_views low=expected_views_low high=expected_views_high group=type
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: type | - | kind
-- column: expected_views | Expected views | views
-- column: expected_views_low | From | views
-- column: expected_views_high | To | views
-- column: last_views | The half-year before | views
-- column: share_of_type | Share of type | share
-- column: period | - | text
-- column: title_id | - | code
-- order: films and series apart, by expected views
-- note: Of the titles that the newest report names or the catalogue has; what is yet to come out is
--    not among them. A title with a past goes by its past, others by what is known before
--    release. Where reports are old, the half-year after them may be over already.
-- note: Netflix's audience only, worldwide hours by running time. Marketing is not in the data.
-- mail: finding
-- empty: No engagement report has been loaded, or too few to learn from.
-- param: each = 5
-- model: audience
with

coming as (
    select *
    from marts.audience
    where run_id = $run_id and is_coming and expected_views is not null and place <= $each
),

before as (
    select title_id, views, (period_start + interval 6 month)::date as period_start
    from marts.audience
),

titles as (
    select title_id, release_year, genres_listed
    from marts.title_scores
    where run_id = $run_id
)

select
    coming.title,
    concat_ws(' · ', titles.release_year, titles.genres_listed) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    coming.type,
    coming.expected_views,
    coming.expected_views_low,
    coming.expected_views_high,
    before.views as last_views,
    coming.share_of_type,
    if(month(coming.period_start) = 1, 'January to June ', 'July to December ')
    || year(coming.period_start) as period,
    coming.title_id,
from coming
left join before using (title_id, period_start)
left join titles using (title_id)
left join marts.title_links as links using (title_id)
order by max(coming.expected_views) over (partition by coming.type) desc, coming.type, coming.place
