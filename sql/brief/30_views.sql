-- title: Views in 91 days
-- lede: New on Netflix: the mean of what is expected, nine times in ten within the range
-- column: title_id | Key | code
-- column: low | Low | views
-- column: middle | Middle | views
-- column: high | High | views
-- column: support | Rests on titles like it | integer
-- column: note | Why there is none | text
-- column: measured | Measured | views
-- column: measured_as | As | text
-- empty: This week knows nothing of it.
-- model: audience
with

came as (
    select
        title_id,
        views,
        if(month(period_start) = 1, 'in Jan–Jun ', 'in Jul–Dec ') || year(period_start)
            as half_year,
    from marts.audience
    where views is not null and list_contains($title_ids::varchar[], title_id)
    qualify row_number() over (partition by title_id order by period_start desc) = 1
)

select
    scores.title_id,
    if(scores.audience_note is null, scores.expected_views_91d_low, null) as low,
    if(scores.audience_note is null, scores.expected_views_91d, null) as middle,
    if(scores.audience_note is null, scores.expected_views_91d_high, null) as high,
    scores.audience_support as support,
    scores.audience_note as note,
    came.views as measured,
    came.half_year as measured_as,
from marts.title_scores as scores
left join came using (title_id)
where list_contains($title_ids::varchar[], scores.title_id)
