-- One row per title whose match a person should look at: of the catalogue, those without a TMDb
-- title and those that something speaks against; of all, those that share a name with another and
-- were named without a word that tells them apart. Correct a pair in overrides.csv.
-- key: title_id
-- columns:
--   title_id: stable key of the title; goes into overrides.csv
--   type: 'movie' or 'series'
--   title: title as Netflix lists it
--   release_year: year as Netflix lists it
--   reason: 'no candidate' (no TMDb title of that name and year is loaded), 'ambiguous' (several
--     fit as well), 'taken' (the candidate fits another title better), 'narrow' (little less speaks
--     for another one), 'part of title' (the names agree in part) or 'shared name' (a report or a
--     list may mean another title of that name)
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
            -- TMDb's own title, which a list names by its number.
            when titles.tmdb_id is not null and matches.title_id is null then null
            when best.title_id is null then 'no candidate'
            when matches.title_id is null and best.score = best.next_score then 'ambiguous'
            when matches.title_id is null then 'taken'
            when matches.method = 'part of title' then 'part of title'
            when matches.score - matches.runner_up_score < 2 then 'narrow'
        end as reason,
        titles.tmdb_id,
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
),

reviewed as (
    select * from judged where reason is not null
),

shared_names as (
    select
        titles.title_id,
        titles.type,
        titles.title,
        titles.release_year,
        'shared name' as reason,
        titles.tmdb_id,
        0 as candidate_count,
    from marts.title_scores as titles
    semi join core.unclear_name using (title_id)
    anti join reviewed using (title_id)
)

select * from reviewed
union all by name
select * from shared_names
order by reason, title, title_id
