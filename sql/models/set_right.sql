-- What models say of titles to come is set right by what their forecasts of the past were worth:
-- of what came out since the last of these was made, or will, and whose outcome is not known. Of
-- most of what nobody dates no more than a name is known.
update scores.title as scores
set
    hit_probability = if(
        held.is_hit is null and held.hit_slope is not null,
        set_right(scores.hit_probability, held.hit_slope, held.hit_shift),
        scores.hit_probability
    ),
    predicted_rating_low = if(
        held.rating is null and held.rating_low_by is not null,
        least(
            greatest(scores.predicted_rating_low - held.rating_low_by, 0), scores.predicted_rating
        ),
        scores.predicted_rating_low
    ),
    predicted_rating_high = if(
        held.rating is null and held.rating_high_by is not null,
        greatest(
            least(scores.predicted_rating_high + held.rating_high_by, 10), scores.predicted_rating
        ),
        scores.predicted_rating_high
    ),
    expected_views_91d_low = if(
        held.has_no_views and held.is_netflix_own and held.views_low_by is not null,
        least(
            scores.expected_views_91d_low / 10 ** held.views_low_by, scores.expected_views_91d
        ),
        scores.expected_views_91d_low
    ),
    expected_views_91d_high = if(
        held.has_no_views and held.is_netflix_own and held.views_high_by is not null,
        greatest(
            scores.expected_views_91d_high * 10 ** held.views_high_by, scores.expected_views_91d
        ),
        scores.expected_views_91d_high
    ),
from (
    select
        title.title_id,
        any_value(title.is_netflix_own) as is_netflix_own,
        any_value(outcome.is_hit) as is_hit,
        any_value(outcome.rating) as rating,
        not coalesce(bool_or(known.audience_known::integer > 0), false) as has_no_views,
        any_value(correction.slope) filter (question = 'hit') as hit_slope,
        any_value(correction.shift) filter (question = 'hit') as hit_shift,
        any_value(correction.low_by) filter (question = 'rating') as rating_low_by,
        any_value(correction.high_by) filter (question = 'rating') as rating_high_by,
        any_value(correction.low_by) filter (question = 'views') as views_low_by,
        any_value(correction.high_by) filter (question = 'views') as views_high_by,
    from features.title as title
    left join features.outcome as outcome using (title_id)
    left join features.known_outcome as known using (title_id)
    inner join scores.correction as correction
        on title.type = correction.type and correction.run_id = getvariable('run_id')
    where
        coalesce(
            least(title.released_on, title.came_on), make_date(title.release_year::integer, 12, 31)
        )
        >= correction.known_until
    group by title.title_id
) as held
where scores.title_id = held.title_id and scores.run_id = getvariable('run_id')
