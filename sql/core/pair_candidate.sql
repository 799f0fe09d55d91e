-- One row per Netflix title and TMDb title that it might be, with what speaks for the pair.
-- scratch
-- key: listed_key, tmdb_id
-- columns:
--   listed_key: key of the Netflix title
--   type: 'movie' or 'series'
--   tmdb_id: the TMDb title
--   method: what makes it a candidate: 'netflix id' (TMDb's homepage names it), 'imdb id' (through
--     JustWatch), 'title and year', or 'part of title'
--   score: how much speaks for the pair; ranks candidates, no probability
--   years_off: years between the two, 0 where they may be the same
--   people_shared: directors and cast that both name
--   minutes_off: difference of running times, minutes
with

entries as (
    select * from core.listed_title
),

tmdb as (
    select * from core.tmdb_title
),

justwatch as (
    select * from staging.stg_justwatch__titles
),

netflix as (
    select
        listed_key,
        type,
        arg_max(title, snapshot_on) as title,
        arg_max(title_key, snapshot_on) as title_key,
        arg_max(release_year, snapshot_on) as release_year,
        arg_max(directors, snapshot_on) as directors,
        arg_max(cast_members, snapshot_on) as cast_members,
        arg_max(duration_minutes, snapshot_on) as duration_minutes,
        list(distinct netflix_id) filter (netflix_id is not null) as netflix_ids,
    from entries
    group by listed_key, type
),

-- Titles agree by their letters and digits: "SWORDGAI" is "SWORD GAI".
tmdb_keys as (
    select distinct type, tmdb_id, replace(unnest(title_keys), ' ', '') as joined_key
    from tmdb
),

tmdb_netflix_ids as (
    select type, netflix_id, any_value(tmdb_id) as tmdb_id
    from tmdb
    where netflix_id is not null
    group by type, netflix_id
    having count(*) = 1
),

netflix_ids as (
    select listed_key, type, unnest(netflix_ids) as netflix_id
    from netflix
),

by_netflix_id as (
    select distinct netflix_ids.listed_key, tmdb_netflix_ids.type, tmdb_netflix_ids.tmdb_id
    from netflix_ids
    inner join tmdb_netflix_ids using (type, netflix_id)
    where getvariable('use_homepage_key')
),

by_imdb_id as (
    select distinct netflix.listed_key, tmdb.type, tmdb.tmdb_id
    from netflix
    inner join justwatch using (type, title_key)
    inner join tmdb on justwatch.imdb_id = tmdb.imdb_id and netflix.type = tmdb.type
    where
        netflix.release_year - justwatch.release_year
            between if(netflix.type = 'movie', -1, 0) and if(netflix.type = 'movie', 1, 30)
),

by_title as (
    select distinct netflix.listed_key, tmdb_keys.type, tmdb_keys.tmdb_id
    from netflix
    inner join tmdb_keys
        on
            netflix.type = tmdb_keys.type
            and replace(netflix.title_key, ' ', '') = tmdb_keys.joined_key
),

-- "Hunters: The Long Night" is "Hunters" to one side, "Doe's Hunters" to the other. Only what
-- stands apart by a colon, a dash or brackets, or a name and 's in front, may be missing.
netflix_parts as (
    select listed_key, type, unnest(title_parts(title)) as part_key, title_key
    from netflix
),

tmdb_parts as (
    select type, tmdb_id, unnest(title_parts(title)) as part_key
    from tmdb
),

by_part as (
    select netflix_parts.listed_key, tmdb_keys.type, tmdb_keys.tmdb_id
    from netflix_parts
    inner join tmdb_keys
        on
            netflix_parts.type = tmdb_keys.type
            and netflix_parts.part_key = tmdb_keys.joined_key
    union
    select netflix.listed_key, tmdb_parts.type, tmdb_parts.tmdb_id
    from netflix
    inner join tmdb_parts
        on
            netflix.type = tmdb_parts.type
            and replace(netflix.title_key, ' ', '') = tmdb_parts.part_key
),

pairs as (
    select *, 'netflix id' as method from by_netflix_id
    union all
    select *, 'imdb id' from by_imdb_id anti join by_netflix_id using (listed_key, tmdb_id)
    union all
    select *, 'title and year'
    from by_title
    anti join by_netflix_id using (listed_key, tmdb_id)
    anti join by_imdb_id using (listed_key, tmdb_id)
    union all
    select *, 'part of title'
    from by_part
    anti join by_netflix_id using (listed_key, tmdb_id)
    anti join by_imdb_id using (listed_key, tmdb_id)
    anti join by_title using (listed_key, tmdb_id)
),

compared as (
    select
        pairs.*,
        -- A series' Netflix year is that of its newest season: TMDb's first airing comes before it.
        -- A first airing that is not known, which greatest() passes over, is taken to have done so.
        case
            when pairs.type = 'movie' then abs(netflix.release_year - tmdb.release_year)
            else greatest(tmdb.release_year - netflix.release_year, 0)
        end as years_off,
        netflix.release_year - tmdb.release_year as years_since,
        len(
            list_intersect(
                list_transform(
                    coalesce(netflix.directors, []) || coalesce(netflix.cast_members, []),
                    lambda name: lower(strip_accents(name))
                ),
                list_transform(
                    coalesce(tmdb.directors, []) || coalesce(tmdb.cast_members, []),
                    lambda name: lower(strip_accents(name))
                )
            )
        ) as people_shared,
        abs(netflix.duration_minutes - tmdb.duration_minutes) as minutes_off,
        tmdb.is_netflix_network,
    from pairs
    inner join netflix using (listed_key)
    inner join tmdb on pairs.type = tmdb.type and pairs.tmdb_id = tmdb.tmdb_id
)

select
    listed_key,
    type,
    tmdb_id,
    method,
    case method
        when 'netflix id' then 100
        when 'imdb id' then 3
        when 'part of title' then -4
        else 0
    end
    + case years_off when 0 then 4 when 1 then 3 else 0 end
    + if(type = 'series' and years_since > 12, -1, 0)
    + if(coalesce(is_netflix_network, false), 1, 0)
    + least(people_shared, 3) * 2
    + case when minutes_off <= 3 then 2 when minutes_off > 20 then -2 else 0 end as score,
    years_off,
    people_shared,
    minutes_off,
from compared
where
    case method
        when 'netflix id' then true
        when 'imdb id' then true
        when 'title and year' then years_off <= 1 or (years_off is null and people_shared > 0)
        -- Half a title proves little: the year must agree, and more must speak for it.
        else
            years_off = 0
            and (people_shared > 0 or minutes_off <= 3 or (type = 'series' and years_since <= 8))
    end
