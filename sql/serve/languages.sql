-- The languages that an idea's title can be said to have, the commonest first.
with

names as (
    select * from core.language
),

counted as (
    select
        original_language as language,
        count(*) as title_count,
    from marts.title_scores
    where original_language is not null
    group by original_language
)

select
    counted.language,
    coalesce(names.language, counted.language) as name,
    counted.title_count,
from counted
left join names on counted.language = names.language_code
where counted.title_count >= 3
order by counted.title_count desc, name
