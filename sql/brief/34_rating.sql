-- title: Rating on TMDb
-- lede: Of its users, 0 to 10: nine times in ten within the range
-- column: title_id | Key | code
-- column: low | Low | rating
-- column: middle | Middle | rating
-- column: high | High | rating
-- column: support | Rests on titles like it | integer
-- column: note | Why there is none | text
-- column: measured | Measured | rating
-- column: measured_as | As | text
-- empty: This week knows nothing of it.
-- model: rating
select
    title_id,
    if(rating_note is null, predicted_rating_low, null) as low,
    if(rating_note is null, predicted_rating, null) as middle,
    if(rating_note is null, predicted_rating_high, null) as high,
    rating_support as support,
    rating_note as note,
    actual_rating as measured,
    'by ' || format('{:,}', vote_count) || if(vote_count = 1, ' vote', ' votes') as measured_as,
from marts.title_scores
where list_contains($title_ids::varchar[], title_id)
