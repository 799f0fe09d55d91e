-- Titles by words of their name, the best known first.
-- param: words, type, in_catalogue
select
    title_id,
    title,
    type,
    release_year,
    in_catalogue,
    actual_rating,
    vote_count,
    predicted_rating,
    hit_probability,
    top10_probability,
    expected_views_91d,
from marts.title_scores
where
    contains(lower(strip_accents(title)), lower(strip_accents($words)))
    and type = coalesce($type, type)
    and in_catalogue = coalesce($in_catalogue, in_catalogue)
order by vote_count desc nulls last, title, title_id
