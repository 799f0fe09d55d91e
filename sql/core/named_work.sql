-- One row per row that calls a title by its name, with the work that it means: rows of one name
-- mean one work, unless length, year or day tell them apart.
-- scratch
-- key: load_id, row_number
-- columns:
--   load_id: the file's load, see ops.loads
--   row_number: place of the row in the file, from 1
--   work_id: the work: type, name and, where several share them, what tells it apart
--   is_certain: whether what the row says allows no other work of that name
with

-- A report names a film once: where one half-year has a name twice, two films go by it.
twins as (
    select distinct joined_key
    from core.named_row
    where source = 'engagement report' and type = 'movie'
    group by joined_key, seen_on
    having count(*) > 1
),

variants as (
    select
        type,
        joined_key,
        duration_minutes,
        came_on,
        release_year,
        source = 'top 10' as is_chart,
        source = 'engagement report' as is_reported,
        source = 'engagement report' and release_year is not null as has_year_in_name,
        local_title,
        if(type = 'movie', is_english, null) as is_english,
        type = 'movie' and starts_with(title, '#') as is_tagged,
        if(
            type = 'movie', coalesce(release_year, year(came_on)), release_year
        )::integer as made_in,
        min(seen_on) as seen_on,
        count(*) as row_count,
    from core.named_row
    group by all
),

-- Films of one name whose lengths lie more than ten minutes apart are two; a length that is known
-- of no row between them is the gap. Of two that a report tells apart, any difference is, where
-- they are called otherwise at home.
measured as (
    select
        variants.*,
        coalesce(
            duration_minutes - lag(duration_minutes) over by_length > 10
            or (
                type = 'movie'
                and twins.joined_key is not null
                and is_reported
                and lag(is_reported) over by_length
                and duration_minutes > lag(duration_minutes) over by_length
                and local_title is distinct from lag(local_title) over by_length
            ),
            false
        )::integer as is_longer,
    from variants
    left join twins using (joined_key)
    where duration_minutes is not null
    -- To the last column that is asked: rows of one length and year came in any order else, and
    -- which of them stood before the next length decided whether that was another film.
    window by_length as (
        partition by type, joined_key
        order by duration_minutes, made_in, is_reported, local_title, came_on, seen_on
    )
),

by_length as (
    select
        *,
        sum(is_longer) over (
            partition by type, joined_key
            order by duration_minutes, made_in, is_reported, local_title, came_on, seen_on
            rows between unbounded preceding and current row
        ) as length_group,
    from measured
),

-- A row without a length belongs to the length that a row of its day, year or local title has, a
-- list's row to what came to Netflix in the six weeks before, or to the only one; else it stays
-- apart.
unmeasured as (
    select
        variants.*,
        coalesce(
            by_length.came_on = variants.came_on
            or (
                variants.is_chart
                and by_length.came_on between variants.seen_on - 41 and variants.seen_on
            )
            or by_length.local_title = variants.local_title,
            false
        ) as is_of_day,
        by_length.length_group,
        by_length.made_in as length_made_in,
    from variants
    left join by_length using (type, joined_key)
    where variants.duration_minutes is null
),

nearest as (
    select
        * exclude (is_of_day, length_group, length_made_in),
        count(distinct length_group) as group_count,
        arg_min(
            length_group,
            (not is_of_day, coalesce(abs(made_in - length_made_in), 99), length_group)
        ) as nearest_group,
        bool_or(is_of_day) or coalesce(min(abs(made_in - length_made_in)) <= 1, false) as is_alike,
        -- Netflix adds the year to a name to tell it from another.
        coalesce(min(abs(made_in - length_made_in)) > 1, bool_or(has_year_in_name)) as is_other,
    from unmeasured
    group by all
),

grouped as (
    select
        type,
        joined_key,
        duration_minutes,
        came_on,
        release_year,
        is_chart,
        is_reported,
        has_year_in_name,
        local_title,
        is_english,
        is_tagged,
        made_in,
        seen_on,
        row_count,
        length_group,
        true as is_certain,
    from by_length
    union all by name
    select
        type,
        joined_key,
        duration_minutes,
        came_on,
        release_year,
        is_chart,
        is_reported,
        has_year_in_name,
        local_title,
        is_english,
        is_tagged,
        made_in,
        seen_on,
        row_count,
        case
            when group_count = 0 then 0
            when is_alike then nearest_group
            when is_other then -1
            else nearest_group
        end as length_group,
        group_count <= 1 or is_alike or is_other as is_certain,
    from nearest
),

-- Then by the year: films of one length made more than a year apart, or in two years where one name
-- is a hashtag, and series whose years lie more than 15 apart, since theirs is that of the newest
-- season for some.
dated as (
    select
        *,
        coalesce(
            made_in - lag(made_in) over by_year > if(type = 'movie', 1, 15)
            or (
                made_in <> lag(made_in) over by_year
                and is_tagged <> lag(is_tagged) over by_year
            ),
            false
        )::integer as is_later,
    from grouped
    where made_in is not null
    window by_year as (partition by type, joined_key, length_group order by made_in, is_tagged)
),

by_year as (
    select
        *,
        sum(is_later) over (
            partition by type, joined_key, length_group order by made_in, is_tagged
            rows between unbounded preceding and current row
        ) as year_group,
    from dated
),

undated as (
    select
        grouped.*,
        count(distinct by_year.year_group) as group_count,
        coalesce(arg_min(by_year.year_group, by_year.year_group), 0) as year_group,
    from grouped
    left join by_year using (type, joined_key, length_group, is_tagged)
    where grouped.made_in is null
    group by all
),

works as (
    select * exclude (is_later) from by_year
    union all by name
    select
        * exclude (group_count, year_group, is_certain),
        if(group_count > 1, -1, year_group) as year_group,
        is_certain and group_count <= 1 as is_certain,
    from undated
),

-- A film is in English or it is not: on both lists stand two. What is on no list is the one that
-- was listed nearest to its day.
in_languages as (
    select
        type,
        joined_key,
        length_group,
        year_group,
        min(seen_on) filter (is_english) as english_on,
        min(seen_on) filter (not is_english) as other_on,
    from works
    group by all
    having english_on is not null and other_on is not null
),

spoken as (
    select
        works.*,
        case
            when in_languages.type is null then null
            else coalesce(
                works.is_english,
                abs(coalesce(works.came_on, works.seen_on) - in_languages.english_on)
                <= abs(coalesce(works.came_on, works.seen_on) - in_languages.other_on)
            )
        end as is_the_english,
    from works
    left join in_languages using (type, joined_key, length_group, year_group)
),

-- The work that was there first needs no more than its name.
named as (
    select
        *,
        min(seen_on) over one_work as first_seen,
        min(coalesce(made_in, 9999)) over one_work as first_made,
        min(duration_minutes) over one_work as shortest,
    from spoken
    window one_work as (
        partition by type, joined_key, length_group, year_group, is_the_english
    )
),

placed as (
    select
        *,
        dense_rank() over (
            partition by type, joined_key
            order by
                first_seen, first_made, coalesce(shortest, 0), length_group, year_group,
                is_the_english nulls first
        ) as place,
    from named
)

select
    rows.load_id,
    rows.row_number,
    concat_ws(
        '|',
        placed.type,
        placed.joined_key,
        if(placed.place > 1, coalesce(nullif(placed.first_made, 9999)::varchar, 'undated'), null),
        if(placed.place > 1, placed.shortest::varchar, null),
        if(placed.place > 1 and not placed.is_the_english, 'not in English', null)
    ) as work_id,
    placed.is_certain,
from core.named_row as rows
inner join placed
    on
        rows.type = placed.type
        and rows.joined_key = placed.joined_key
        and rows.duration_minutes is not distinct from placed.duration_minutes
        and rows.came_on is not distinct from placed.came_on
        and rows.release_year is not distinct from placed.release_year
        and (rows.source = 'top 10') = placed.is_chart
        and (rows.source = 'engagement report') = placed.is_reported
        and (rows.source = 'engagement report' and rows.release_year is not null)
        = placed.has_year_in_name
        and if(rows.type = 'movie', rows.is_english, null) is not distinct from placed.is_english
        and rows.local_title is not distinct from placed.local_title
        and (rows.type = 'movie' and starts_with(rows.title, '#')) = placed.is_tagged
