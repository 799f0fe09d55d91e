-- Audience figures as they were known on the cut. Of a title that was out by then and that no
-- earlier file reads, the first reading after it serves as a label to learn from.
with

readings as (
    select
        reading.*,
        titles.title_id,
        coalesce(days.is_out, false) as is_out,
        coalesce(reading.snapshot_on <= getvariable('cut_on'), false) as is_before,
    from published.core.tmdb_reading as reading
    inner join published.core.title as titles using (type, tmdb_id)
    inner join backtest.title_day as days using (title_id)
),

placed as (
    select
        *,
        bool_or(is_before and vote_count is not null) over of_title as has_before,
        row_number() over (
            partition by title_id
            order by vote_count is null, snapshot_on nulls first, load_id
        ) as place,
    from readings
    window of_title as (partition by title_id)
)

select type, tmdb_id, load_id, snapshot_on, rating, vote_count, popularity
from placed
where is_before or (is_out and not has_before and place = 1)
