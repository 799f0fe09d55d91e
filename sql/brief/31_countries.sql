-- title: Countries’ Top 10 lists
-- lede: In how many it will stand on Netflix: the mean, nine times in ten within the range
-- column: title_id | Key | code
-- column: low | Low | integer
-- column: middle | Middle | integer
-- column: high | High | integer
-- column: support | Rests on titles like it | integer
-- column: note | Why there is none | text
-- column: measured | Measured | integer
-- column: measured_as | As | text
-- empty: This week knows nothing of it.
-- model: audience
with

stood as (
    select title_id, count_if(has_stood) as country_count, count(has_stood) as known_count,
    from marts.title_reach
    where list_contains($title_ids::varchar[], title_id)
    group by title_id
)

select
    scores.title_id,
    if(scores.audience_note is null, scores.expected_countries_low, null) as low,
    if(scores.audience_note is null, scores.expected_countries, null) as middle,
    if(scores.audience_note is null, scores.expected_countries_high, null) as high,
    scores.audience_support as support,
    scores.audience_note as note,
    if(stood.known_count > 0, stood.country_count, null) as measured,
    'of the likeliest ' || stood.known_count as measured_as,
from marts.title_scores as scores
left join stood using (title_id)
where list_contains($title_ids::varchar[], scores.title_id)
