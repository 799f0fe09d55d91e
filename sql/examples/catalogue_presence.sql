-- Which titles were listed longest without a break, and which came back after one?
select
    title,
    max(spell) as spells,
    max(date_diff('day', listed_from, listed_to)) as longest_days,
    bool_or(is_current) as is_listed,
from marts.catalogue_presence
group by title_id, title
order by spells desc, longest_days desc, title
limit 20
