-- title: Chance of being popular on TMDb
-- lede: That it is among the most visited tenth of its type
-- column: title_id | Key | code
-- column: middle | Middle | percent
-- column: support | Rests on titles like it | integer
-- column: note | Why there is none | text
-- column: measured | Measured | flag
-- column: measured_as | As | text
-- empty: This week knows nothing of it.
-- model: hit
select
    title_id,
    if(hit_note is null, hit_probability, null) as middle,
    hit_support as support,
    hit_note as note,
    is_hit as measured,
    if(is_hit, 'popular now', 'not popular now') as measured_as,
from marts.title_scores
where list_contains($title_ids::varchar[], title_id)
