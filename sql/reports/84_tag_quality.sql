-- title: Tag by tag
-- lede: On which genres can the suggested tags be relied?
-- finding: {genre} is recognised best (F1 {f1}).
-- reading: F1, the balance of precision and recall, from 0 to 1
-- chart: bars y=genre x=f1 group=taxonomy
-- column: taxonomy | Taxonomy | text
-- column: genre | Genre | text
-- column: support | Titles | integer
-- column: precision | Precision | score
-- column: recall | Recall | score
-- column: f1 | F1 | score
-- column: threshold | Threshold | decimal
-- order: by taxonomy, then F1
-- note: Precision: how many of the tags given are right. Recall: how many of the right tags are
--    given. Genres with too few titles to learn from are left out.
-- empty: No genre model has been measured.
-- model: genres_netflix
-- model: genres_tmdb
with

genre_quality as (
    select * from marts.genre_quality
)

select
    case taxonomy when 'netflix' then 'Netflix' when 'tmdb' then 'TMDb' else taxonomy end
        as taxonomy,
    genre,
    support,
    precision,
    recall,
    f1,
    threshold,
from genre_quality
where is_modelled
order by taxonomy, f1 desc, genre
