-- One row per Netflix title that is matched with a TMDb title; each TMDb title is used once.
-- scratch
-- key: listed_key
-- columns:
--   listed_key: key of the Netflix title
--   type: 'movie' or 'series'
--   tmdb_id: the TMDb title
--   method: 'override' (set by a person), 'netflix id' (TMDb's homepage names it), 'imdb id'
--     (through JustWatch), 'title and year', or 'part of title'
--   score: how much speaks for the pair; ranks candidates, no probability; null for an override
--   runner_up_score: score of the next best candidate for either of the two; null without one
with

candidates as (
    select * from core.pair_candidate
),

entries as (
    select distinct listed_key, type, title_key, release_year from core.listed_title
),

tmdb as (
    select * from core.tmdb_title
),

overrides as (
    select * from staging.stg_overrides__matches
),

keys as (
    select key as listed_key, title_id from staging.remembered_keys
    union
    select listed_key, listed_key as title_id from entries
),

-- What a person says holds: for the title that they name, and for no other.
set_by_hand as (
    select entries.listed_key, entries.type, overrides.tmdb_id
    from overrides
    inner join keys using (title_id)
    inner join entries using (listed_key)
    union
    select entries.listed_key, entries.type, overrides.tmdb_id
    from overrides
    inner join entries using (type, title_key, release_year)
    where overrides.title_id is null
),

free as (
    select *
    from candidates
    anti join set_by_hand using (listed_key)
    anti join set_by_hand using (type, tmdb_id)
),

ranked as (
    select
        *,
        row_number() over (partition by listed_key order by score desc, tmdb_id) as title_rank,
        row_number() over (partition by type, tmdb_id order by score desc, listed_key) as tmdb_rank,
        nth_value(score, 2) over (
            partition by listed_key order by score desc, tmdb_id
            rows between unbounded preceding and unbounded following
        ) as next_for_title,
        nth_value(score, 2) over (
            partition by type, tmdb_id order by score desc, listed_key
            rows between unbounded preceding and unbounded following
        ) as next_for_tmdb,
    from free
)

select
    listed_key,
    type,
    tmdb_id,
    method,
    score,
    nullif(greatest(coalesce(next_for_title, -99), coalesce(next_for_tmdb, -99)), -99)
        as runner_up_score,
from ranked
where
    title_rank = 1
    and tmdb_rank = 1
    and score > coalesce(next_for_title, -99)
    and score > coalesce(next_for_tmdb, -99)
union all
select
    set_by_hand.listed_key,
    type,
    tmdb_id,
    'override' as method,
    null as score,
    null as runner_up_score,
from set_by_hand
inner join tmdb using (type, tmdb_id)
