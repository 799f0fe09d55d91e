-- One row per title, role and person.
-- key: title_id, role, person
-- columns:
--   title_id: stable key of the title
--   role: 'director' or 'cast'
--   person: name as listed
--   position: place in the list, from 1; Netflix's list where it has one, else TMDb's, else
--     another service's
with

titles as (
    select * from core.title
),

netflix as (
    select title_id, directors, cast_members
    from core.catalogue_entry
    where service = 'Netflix'
    qualify row_number() over (partition by title_id order by snapshot_on desc, region) = 1
),

others as (
    select title_id, directors, cast_members
    from core.catalogue_entry
    where service <> 'Netflix'
    qualify
        row_number() over (partition by title_id order by snapshot_on desc, service, region) = 1
),

listed as (
    select
        titles.title_id,
        case
            when len(netflix.directors) > 0 then netflix.directors
            when titles.tmdb_id is null then others.directors
            else tmdb.directors
        end as directors,
        case
            when len(netflix.cast_members) > 0 then netflix.cast_members
            when titles.tmdb_id is null then others.cast_members
            else tmdb.cast_members
        end[:10] as cast_members,
    from titles
    left join netflix using (title_id)
    left join others using (title_id)
    left join core.tmdb_title as tmdb using (type, tmdb_id)
),

spread as (
    select
        title_id,
        'director' as role,
        unnest(directors) as person,
        generate_subscripts(directors, 1) as position,
    from listed
    union all
    select
        title_id,
        'cast' as role,
        unnest(cast_members) as person,
        generate_subscripts(cast_members, 1) as position,
    from listed
),

once as (
    select title_id, role, person, min(position)::integer as position
    from spread
    group by all
)

select * from once
order by all
