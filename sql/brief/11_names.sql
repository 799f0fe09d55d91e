-- title: Names
-- lede: What the codes of countries and languages stand for, who made it, who plays in it.
-- column: title_id | Key | code
-- column: original_title | Original title | title
-- column: country_names | Countries | text
-- column: language_name | Language | text
-- column: made_by | Made by | text
-- column: cast_members | Cast | text
-- empty: Nothing more is known of it.
with

countries as (
    select asked.title_id, string_agg(names.country, ', ' order by asked.place) as country_names
    from (
        select
            title_id,
            unnest(string_split(countries, ', ')) as country_code,
            generate_subscripts(string_split(countries, ', '), 1) as place,
        from marts.title_scores
        where list_contains($title_ids::varchar[], title_id)
    ) as asked
    inner join core.country as names using (country_code)
    group by asked.title_id
),

cast_members as (
    select title_id, string_agg(person, ', ' order by position) as cast_members
    from core.title_person
    where role = 'cast' and list_contains($title_ids::varchar[], title_id) and position <= 4
    group by title_id
)

select
    titles.title_id,
    titles.original_title,
    countries.country_names,
    languages.language as language_name,
    titles.made_by,
    cast_members.cast_members,
from core.title as titles
left join countries using (title_id)
left join cast_members using (title_id)
left join core.language as languages on titles.original_language = languages.language_code
where list_contains($title_ids::varchar[], titles.title_id)
