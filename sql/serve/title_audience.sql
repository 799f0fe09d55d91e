-- How often one title was watched in each half-year and how often that was expected, the oldest
-- first.
select
    period_start,
    period_end,
    hours_viewed,
    views,
    expected_views,
    typical_views,
    expected_views_low,
    expected_views_high,
    place,
    is_new,
    is_coming,
    is_from_past,
    is_out_of_fold,
from marts.audience
where title_id = $title_id
order by period_start
