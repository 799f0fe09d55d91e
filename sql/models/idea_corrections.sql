-- What sets right what models say of titles that somebody gave, where they are to come: one row per
-- title and question.
select
    given.title_id,
    correction.question,
    correction.slope,
    correction.shift,
    correction.low_by,
    correction.high_by,
from features.title as given
inner join correction using (type)
where
    coalesce(
        least(given.released_on, given.came_on),
        make_date(given.release_year::integer, 12, 31),
        correction.known_until
    )
    >= correction.known_until
    and (correction.question <> 'views' or given.is_netflix_own)
