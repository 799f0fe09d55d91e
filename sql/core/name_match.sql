-- One row per work that a source calls by its name and that is a title of Netflix's catalogue or of
-- TMDb; the other works become titles of their own.
-- key: work_id
-- columns:
--   work_id: the work: type, name and, where several share them, what tells it apart
--   known_key: key of the title that it is, see core.title_key
--   method: what makes it that title: 'override' (set by a person), 'identifier', 'day' (it came to
--     Netflix within a week of its release), 'people', 'year', 'length' or 'name'
--   candidate_count: titles of that name that it might be as well
with

named as (
    select rows.*, works.work_id
    from core.named_row as rows
    inner join core.named_work as works using (load_id, row_number)
),

works as (
    select
        work_id,
        any_value(type) as type,
        any_value(joined_key) as joined_key,
        list(distinct lower(title)) as spellings,
        min(release_year) as release_year,
        min(release_year) filter (source = 'service') is not null as is_on_service,
        list(distinct came_on) filter (came_on is not null) as days,
        min(seen_on) as first_seen_on,
        max(seen_on) as last_seen_on,
        min(seen_on) filter (source = 'top 10') as first_week,
        median(duration_minutes) as duration_minutes,
        list(distinct tmdb_id) filter (tmdb_id is not null) as tmdb_ids,
        list(distinct imdb_id) filter (imdb_id is not null) as imdb_ids,
        list_distinct(flatten(list(people) filter (people is not null))) as people,
        bool_or(is_english) as is_in_english_list,
        bool_or(not is_english) as is_in_other_list,
        bool_or(is_of_netflix) as is_on_netflix,
        list(distinct seen_on) filter (source = 'engagement report') as reported_on,
    from named
    group by work_id
),

names as (
    select * exclude (joined_keys), unnest(joined_keys) as joined_key
    from core.known_title
),

keys as (
    select work_id, 'w' || left(md5('work|' || work_id), 15) as title_id from works
    union
    select works.work_id, remembered.title_id
    from works
    inner join staging.remembered_keys as remembered
        on remembered.key = 'w' || left(md5('work|' || works.work_id), 15)
),

-- What a person says holds, also that a work is none of TMDb's.
set_by_hand as (
    select works.work_id, works.type, overrides.tmdb_id
    from staging.stg_overrides__matches as overrides
    inner join keys using (title_id)
    inner join works using (work_id)
    union
    select works.work_id, works.type, overrides.tmdb_id
    from staging.stg_overrides__matches as overrides
    inner join works
        on
            overrides.type = works.type
            and replace(overrides.title_key, ' ', '') = works.joined_key
            and overrides.release_year = works.release_year
    where overrides.title_id is null
),

by_identifier as (
    select works.work_id, known.known_key, known.type
    from (select work_id, type, unnest(tmdb_ids) as tmdb_id from works) as works
    inner join core.known_title as known using (type, tmdb_id)
    union
    select works.work_id, known.known_key, known.type
    from (select work_id, type, unnest(imdb_ids) as imdb_id from works) as works
    inner join core.known_title as known using (type, imdb_id)
),

identified as (
    select * from by_identifier anti join set_by_hand using (work_id)
),

compared as (
    select
        works.work_id,
        works.type,
        works.joined_key,
        works.reported_on,
        names.known_key,
        list_min(
            list_transform(works.days, lambda day: abs(day - names.released_on))
        ) as days_apart,
        list_max(list_transform(works.days, lambda day: day - names.released_on)) as days_after,
        coalesce(
            list_bool_or(
                list_transform(works.days, lambda day: day - names.released_on between 8 and 400)
            ),
            false
        ) as is_soon_after,
        coalesce(
            list_bool_or(
                list_transform(works.days, lambda day: day - names.released_on between -90 and -8)
            ),
            false
        ) as is_soon_before,
        list_min(
            list_transform(
                names.duration_minutes, lambda minutes: abs(minutes - works.duration_minutes)
            )
        ) as minutes_apart,
        len(list_intersect(works.people, names.people)) as people_shared,
        len(works.people) > 0 and len(names.people) > 0 as has_people,
        if(
            works.type = 'movie',
            abs(works.release_year - coalesce(names.first_year, names.release_year)),
            -- Of a series some state the year of the first season, some of the newest.
            least(
                abs(works.release_year - names.first_year),
                abs(works.release_year - names.release_year),
                greatest(names.first_year - works.release_year, 0)
                + if(works.release_year - names.first_year > 30, 9, 0)
            )
        ) as years_apart,
        coalesce(names.release_year, 0) <= year(works.last_seen_on) as is_made_by_then,
        coalesce(names.released_on <= works.first_seen_on + 90, true) as is_released_by_then,
        coalesce(
            (names.original_language = 'en' and works.is_in_english_list)
            or (names.original_language <> 'en' and works.is_in_other_list),
            true
        ) as is_of_language,
        works.is_on_netflix and names.is_on_netflix as is_on_netflix,
        abs(year(works.first_seen_on) - coalesce(names.release_year, 1900)) as age,
        works.is_on_service,
        works.release_year is not null as has_year,
        list_has_any(works.spellings, names.names) as is_spelt_so,
        -- A short film of one word has many namesakes, and TMDb no length to tell them apart.
        coalesce(works.duration_minutes < 40, false)
        and len(names.duration_minutes) = 0
        and len(works.joined_key) <= 8 as is_any_short,
        len(works.days) > 0 as has_days,
        coalesce(
            if(works.type = 'movie', names.added_on, null)
                between works.first_week - 41 and works.first_week
            or names.released_on between works.first_week - 41 and works.first_week,
            false
        ) as is_of_week,
    from works
    inner join names using (type, joined_key)
    anti join by_identifier using (work_id)
    anti join set_by_hand using (work_id)
),

judged as (
    select
        *,
        coalesce(days_apart <= 7, false) as is_of_day,
        coalesce(is_soon_after and coalesce(minutes_apart, 0) <= 10, false)
        or coalesce(is_soon_before and minutes_apart <= 10, false) as is_near_day,
        coalesce(minutes_apart <= 10, false) as is_of_length,
        coalesce(minutes_apart > 10, false) as is_other_length,
        coalesce(years_apart <= 1, false) as is_of_year,
    from compared
),

fitting as (
    select
        *,
        case
            when is_of_day then 'day'
            when people_shared > 0 and coalesce(years_apart <= 1, true) then 'people'
            when has_people and people_shared = 0 and is_on_service and not is_of_length then null
            when is_other_length then null
            when is_any_short then null
            -- Half of the evidence is not enough: "#Alive" of 2020 is not "Alive" of 2019.
            when is_of_year and is_made_by_then and (years_apart = 0 or is_of_length or is_spelt_so)
                then 'year'
            when has_year and years_apart is not null then null
            when is_near_day or (is_of_week and not has_days) then 'day'
            when type = 'movie' and has_days and not is_on_netflix then null
            when not is_made_by_then or not is_released_by_then or not is_of_language then null
            when is_of_length then 'length'
            else 'name'
        end as method,
    from judged
),

best as (
    select
        *,
        count(*) over (partition by work_id) as candidate_count,
        row_number() over (
            partition by work_id
            order by
                method <> 'day',
                coalesce(days_apart, 9999) > 7,
                not is_of_week,
                not is_on_netflix,
                -people_shared,
                coalesce(years_apart, 99),
                coalesce(minutes_apart, 99) > 3,
                age,
                known_key
        ) as place,
    from fitting
    where method is not null
),

-- A report names a film once. Of two that stand in one under one name only one can be the title:
-- the one that more speaks for.
claims as (
    select
        *,
        row_number() over (
            partition by known_key, joined_key
            order by
                method <> 'day',
                -people_shared,
                coalesce(years_apart, 99),
                coalesce(minutes_apart, 99),
                work_id
        ) as claim,
    from best
    where place = 1 and type = 'movie' and reported_on is not null
),

beaten as (
    select claims.work_id
    from claims
    inner join claims as winners using (known_key, joined_key)
    where
        claims.claim > 1
        and winners.claim = 1
        and list_has_any(claims.reported_on, winners.reported_on)
)

select
    set_by_hand.work_id,
    known.known_key,
    'override' as method,
    1 as candidate_count,
from set_by_hand
inner join core.known_title as known using (type, tmdb_id)
union all
select
    work_id,
    known_key,
    'identifier' as method,
    count(*) over (partition by work_id) as candidate_count,
from identified
qualify row_number() over (partition by work_id order by known_key) = 1
union all
select
    work_id,
    known_key,
    method,
    candidate_count,
from best
anti join beaten using (work_id)
where place = 1
