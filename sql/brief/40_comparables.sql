-- title: Titles like it, and what they reached
-- lede: Of its type and language, sharing at least half of their genres, of which about as many
--    views were expected; what they drew in the half-year in which they came to Netflix.
-- column: title_id | Key | code
-- column: rank | Place | integer
-- column: comparable_title | Title | title
-- column: comparable_year | Year | year
-- column: period_start | Half-year | date
-- column: half_year | Came in | text
-- column: views | Views, measured | views
-- column: expected_views_91d | Expected of it, modelled | views
-- empty: None: they are looked for of the hundred films and the hundred series outside the
--    catalogue with the largest expected audience, among titles of known views in the same
--    language that share half of the genres.
-- model: audience
select
    title_id,
    rank,
    comparable_title,
    comparable_year,
    period_start,
    if(month(period_start) = 1, 'Jan–Jun ', 'Jul–Dec ') || year(period_start) as half_year,
    views,
    expected_views_91d,
from marts.comparables
where list_contains($title_ids::varchar[], title_id)
order by title_id, rank
