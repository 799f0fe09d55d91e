-- How well titles are matched, on pairs that are known by identifiers. One row per type.
-- $truth: a CSV with netflix_id, type, title, release_year, tmdb_id and suspect; rows that are
-- marked suspect are left out, as are pairs whose titles are in none of the loaded files.
with

truth as (
    select
        if(lower(type) = 'movie', 'movie', 'series') as type,
        match_key(clean_text(title)) as title_key,
        year_of(release_year) as release_year,
        try_cast(netflix_id as bigint) as netflix_id,
        tmdb_id::bigint as tmdb_id,
        row_number() over () as pair_number,
    from read_csv($truth, all_varchar = true)
    where coalesce(suspect, '') = ''
),

loaded as (
    select truth.*
    from truth
    semi join core.tmdb_title as tmdb
        on truth.type = tmdb.type and truth.tmdb_id = tmdb.tmdb_id
),

entries as (
    select distinct title_id, type, title_key, release_year, netflix_id from core.catalogue_entry
),

-- Which title the pair speaks of: by Netflix's identifier, else by name and year, else, for a
-- series (whose year moves), by name.
named as (
    select pair_number, entries.title_id, 1 as certainty
    from loaded
    inner join entries using (type, netflix_id)
    union
    select pair_number, entries.title_id, 2
    from loaded
    inner join entries using (type, title_key, release_year)
    union
    select pair_number, entries.title_id, 3
    from loaded
    inner join entries using (type, title_key)
    where type = 'series'
),

surest as (
    select *
    from named
    qualify certainty = min(certainty) over (partition by pair_number)
),

identified as (
    select pair_number, any_value(title_id) as title_id
    from surest
    group by pair_number
    having count(*) = 1
)

select
    loaded.type,
    count(*) as pair_count,
    count(matches.tmdb_id) as matched_count,
    count(*) filter (where matches.tmdb_id = loaded.tmdb_id) as correct_count,
    correct_count / matched_count as "precision",
    correct_count / pair_count as recall,
from loaded
inner join identified using (pair_number)
left join core.title_match as matches using (title_id)
group by loaded.type
order by loaded.type
