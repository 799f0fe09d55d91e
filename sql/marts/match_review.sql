-- One row per title of the newest catalogue snapshot whose TMDb match a person should look at:
-- those without one, and those that something speaks against. Correct a pair in overrides.csv.
-- key: title_id
-- columns:
--   title_id: stable key of the title; goes into overrides.csv
--   type: 'movie' or 'series'
--   title: title as Netflix lists it
--   release_year: year as Netflix lists it
--   reason: 'no candidate' (no TMDb title of that name and year is loaded), 'ambiguous' (several
--     fit as well), 'taken' (the candidate fits another title better), 'narrow' (little less speaks
--     for another one) or 'part of title' (the names agree in part)
--   tmdb_id: the TMDb title it is matched with; null if none
--   candidate_tmdb_id: the TMDb title that fits best; goes into overrides.csv if it is the one
--   candidate_title: its title on TMDb
--   candidate_year: its year on TMDb
--   candidate_score: how much speaks for it; ranks candidates, no probability
--   candidate_count: how many TMDb titles could be it
--   runner_up_score: how much speaks for the next best pair
with

titles as (
    select * from marts.title_scores where in_catalogue
),

matches as (
    select * from core.title_match
),

ranked as (
    select
        *,
        count(*) over (partition by title_id) as candidate_count,
        lead(score) over (partition by title_id order by score desc, tmdb_id) as next_score,
        row_number() over (partition by title_id order by score desc, tmdb_id) as place,
    from core.title_candidate
),

best as (
    select * from ranked where place = 1
),

judged as (
    select
        titles.title_id,
        titles.type,
        titles.title,
        titles.release_year,
        case
            when matches.method = 'override' then null
            when best.title_id is null then 'no candidate'
            when matches.title_id is null and best.score = best.next_score then 'ambiguous'
            when matches.title_id is null then 'taken'
            when matches.method = 'part of title' then 'part of title'
            when matches.score - matches.runner_up_score < 2 then 'narrow'
        end as reason,
        matches.tmdb_id,
        best.tmdb_id as candidate_tmdb_id,
        tmdb.title as candidate_title,
        tmdb.release_year as candidate_year,
        best.score as candidate_score,
        coalesce(best.candidate_count, 0) as candidate_count,
        matches.runner_up_score,
    from titles
    left join matches using (title_id)
    left join best on titles.title_id = best.title_id
    left join core.tmdb_title as tmdb
        on best.type = tmdb.type and best.tmdb_id = tmdb.tmdb_id
)

select *
from judged
where reason is not null
order by reason, title, title_id
