-- Which tags can be trusted?
select
    genre,
    support,
    round(precision, 2) as precision,
    round(recall, 2) as recall,
    round(f1, 2) as f1,
from marts.genre_quality
where taxonomy = 'netflix' and is_modelled
order by f1 desc nulls last, genre
