-- In which languages was the catalogue made?
select
    languages.language,
    count(scores.title_id) filter (where scores.in_catalogue) as title_count,
from marts.languages as languages
left join marts.title_scores as scores on languages.language_code = scores.original_language
group by languages.language
order by title_count desc, languages.language
limit 20
