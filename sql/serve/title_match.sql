-- How one title of Netflix was matched with TMDb, and what a person should look at.
with

matches as (
    select * from core.title_match where title_id = $title_id
),

reviews as (
    select * from marts.match_review where title_id = $title_id
)

select
    titles.title_id,
    matches.method,
    matches.score,
    matches.runner_up_score,
    reviews.reason,
    reviews.candidate_tmdb_id,
    reviews.candidate_title,
    reviews.candidate_year,
    reviews.candidate_count,
from core.title as titles
left join matches using (title_id)
left join reviews using (title_id)
where titles.title_id = $title_id
