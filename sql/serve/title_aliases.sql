-- The names that one title goes by. One row per name.
select
    alias,
    string_agg(distinct source, ', ' order by source) as sources,
    bool_or(is_original) as is_original,
from core.title_alias
where title_id = $title_id
group by alias
order by count(distinct source) desc, alias
