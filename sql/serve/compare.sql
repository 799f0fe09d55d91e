-- What is compared of a few titles, in the order in which they are named. One row per title.
with

titles as (
    select * from marts.title_scores
    where list_contains($title_ids::varchar[], title_id)
    -- Weeks from before audiences were predicted, or chances had notes, lack these columns.
    union all by name
    select
        null::double as expected_views_91d,
        null::double as expected_views_91d_low,
        null::double as expected_views_91d_high,
        null::double as expected_countries,
        null::integer as audience_support,
        null::varchar as audience_note,
        null::varchar as hit_note,
        null::varchar as top10_note,
    where false
)

select
    titles.*,
    core_titles.original_title,
from titles
left join core.title as core_titles using (title_id)
order by list_position($title_ids::varchar[], titles.title_id)
