-- title: Chance of Netflix’s Top 10
-- lede: That it enters the global list soon after release
-- column: title_id | Key | code
-- column: middle | Middle | percent
-- column: support | Rests on titles like it | integer
-- column: note | Why there is none | text
-- column: measured | Measured | flag
-- column: measured_as | As | text
-- empty: This week knows nothing of it.
-- model: top10
select
    title_id,
    if(top10_note is null, top10_probability, null) as middle,
    top10_support as support,
    top10_note as note,
    entered_top10 as measured,
    if(entered_top10, 'entered it', 'did not enter it') as measured_as,
from marts.title_scores
where list_contains($title_ids::varchar[], title_id)
