-- title: Matches to review
-- lede: Which titles' match with TMDb should a person look at?
-- finding: {title_count|title|titles} of the catalogue could do with a look; {open_count} of them
--    have a candidate, which a person can judge.
-- table: folded
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: reason | Why | text
-- column: candidate | Best candidate on TMDb | title
-- column: candidate_count | Candidates | integer
-- column: title_count | - | integer
-- column: open_count | - | integer
-- column: title_id | - | code
-- order: by reason; up to ten of each
-- note: “No candidate”: no TMDb title of that name and year is loaded. “Ambiguous”: several fit as
--    well. “Taken”: the candidate fits another title better. “Narrow”: little less speaks for
--    another one. “Part of title”: the names agree in part. All of them are in marts.match_review;
--    correct a pair in overrides.csv.
-- empty: Every title of the catalogue has a match that nothing speaks against.
-- param: each = 10
with

reviews as (
    select
        *,
        count(*) over () as title_count,
        count(candidate_tmdb_id) over () as open_count,
    from marts.match_review
)

select
    title,
    concat_ws(' · ', release_year, if(type = 'movie', 'film', 'series')) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    reason,
    candidate_title || coalesce(' (' || candidate_year || ')', '') as candidate,
    candidate_count,
    title_count,
    open_count,
    title_id,
from reviews
left join marts.title_links as links using (title_id)
qualify row_number() over (partition by reason order by title, title_id) <= $each
order by reason = 'no candidate', reason, title, title_id
