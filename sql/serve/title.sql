-- All that the published week says of one title.
with

titles as (
    select * from marts.title_scores where title_id = $title_id
    -- Weeks from before countries had reasons, or chances notes, lack these columns.
    union all by name
    select
        null::varchar as countries_reasons,
        null::double as country_chance_10,
        null::double as country_chance_50,
        null::varchar as hit_note,
        null::varchar as top10_note,
        null::varchar as rating_note,
        null::varchar as audience_note,
    where false
),

cast_members as (
    select title_id, string_agg(person, ', ' order by position) as cast_members
    from core.title_person
    where title_id = $title_id and role = 'cast'
    group by title_id
)

select
    titles.*,
    cast_members.cast_members,
    core_titles.original_title,
    core_titles.netflix_id,
    core_titles.imdb_id,
from titles
left join cast_members using (title_id)
left join core.title as core_titles using (title_id)
