-- One row per title, name that it goes by and source that calls it so.
-- key: title_id, alias, source
-- columns:
--   title_id: stable key of the title
--   alias: the name, without season
--   source: 'netflix' (its catalogue), 'tmdb', 'engagement report', 'top 10', 'service' (another
--     service's catalogue), 'justwatch' or 'offers'
--   is_original: whether it is the name in the title's own language
with

listed as (
    select keys.title_id, listed.title as alias, 'netflix' as source, false as is_original
    from core.listed_title as listed
    inner join core.title_key as keys on listed.listed_key = keys.key
),

tmdb as (
    select titles.title_id, tmdb.title, tmdb.original_title
    from core.tmdb_title as tmdb
    inner join core.described_title as titles using (type, tmdb_id)
),

named as (
    select titles.title_id, rows.title, rows.local_title, rows.source
    from core.named_row as rows
    inner join core.named_title as titles using (load_id, row_number)
),

aliases as (
    select * from listed
    union all
    select title_id, title, 'tmdb', false from tmdb
    union all
    select title_id, original_title, 'tmdb', true from tmdb
    union all
    select title_id, title, source, false from named
    union all
    select title_id, local_title, source, true from named
)

select
    title_id,
    alias,
    source,
    bool_and(is_original) as is_original,
from aliases
where alias is not null
group by title_id, alias, source
order by title_id, alias, source
