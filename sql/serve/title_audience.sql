-- How often one title was watched in each half-year and how often that was expected, the oldest
-- first.
with

-- Weeks from before reasons were given lack this column.
half_years as (
    select null::varchar as reasons
    where false
    union all by name
    from marts.audience
    where title_id = $title_id
)

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
    reasons,
    is_out_of_fold,
from half_years
order by period_start
