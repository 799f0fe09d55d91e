-- title: Matches to look at
-- lede: Which titles have no TMDb match, or one that something speaks against?
-- finding: {total|title|titles} of the newest snapshot could do with a look.
-- column: title | Title | title
-- column: year_and_key | + | text
-- column: reason | Why | text
-- column: candidate | Best candidate on TMDb | text
-- column: candidate_count | Candidates | integer
-- column: total | - | integer
-- order: the narrow ones first; up to 100 of each reason
-- note: Correct a pair in overrides.csv, with the key that stands below the title and the number of
--    the candidate. All of them are in marts.match_review.
-- table: open
-- empty: Every title of the newest snapshot has a match that nothing speaks against.
with

reviews as (
    select *, count(*) over () as total from marts.match_review
)

select
    title,
    concat_ws(' · ', release_year, title_id) as year_and_key,
    reason,
    candidate_title || coalesce(' (' || candidate_year || ')', '') || ', number '
        || candidate_tmdb_id as candidate,
    candidate_count,
    total,
from reviews
qualify row_number() over (partition by reason order by title, title_id) <= 100
order by reason = 'no candidate', reason, title, title_id
