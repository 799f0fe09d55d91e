-- One row per key that a title has answered to; a title keeps the first that it was given.
-- key: key
-- columns:
--   key: made of what a source says it is: a listing, TMDb's number, a name
--   title_id: stable key of the title that it is now
--   first_run_id: the run that gave it first
with

known as (
    select * from core.known_title
),

remembered as (
    select * from staging.remembered_keys
),

works as (
    select distinct work_id, 'w' || left(md5('work|' || work_id), 15) as key
    from core.named_work
),

-- The keys of each title of this run, by what it is known by: a listing before TMDb before a name.
keys as (
    select known_key as title, known_key as key, 1 as place
    from known
    union all
    select known_key, 't' || left(md5(concat_ws('|', 'tmdb', type, tmdb_id)), 15), 2
    from known
    where tmdb_id is not null and left(known_key, 1) = 'n'
    union all
    select coalesce(matches.known_key, works.key), works.key, 3
    from works
    left join core.name_match as matches using (work_id)
),

-- A title claims what its keys meant before, the earliest first. Where a match was undone, several
-- claim it: it stays with the one whose own key it is.
claims as (
    select
        keys.title,
        remembered.title_id,
        min(remembered.first_run_id) as first_run_id,
        bool_or(keys.key = remembered.title_id) as is_own,
        min(keys.place) as place,
    from keys
    inner join remembered using (key)
    group by all
),

held as (
    select *
    from claims
    qualify
        row_number() over (partition by title_id order by is_own desc, place, title) = 1
),

first_held as (
    select title, title_id
    from held
    qualify row_number() over (partition by title order by first_run_id, place, title_id) = 1
),

identified as (
    select
        keys.key,
        coalesce(
            first_held.title_id, arg_min(keys.key, keys.place) over (partition by keys.title)
        ) as title_id,
    from keys
    left join first_held using (title)
),

-- What no file of this run speaks of keeps its meaning.
silent as (
    select remembered.key, coalesce(identified.title_id, remembered.title_id) as title_id
    from remembered
    left join identified on remembered.title_id = identified.key
    anti join keys on remembered.key = keys.key
)

select
    key,
    title_id,
    coalesce(remembered.first_run_id, getvariable('run_id')) as first_run_id,
from (
    select key, title_id from identified
    union all
    select key, title_id from silent
) as answered
left join (select key, first_run_id from remembered) as remembered using (key)
order by key
