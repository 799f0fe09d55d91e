-- block: every title is in marts.title_scores exactly once
select title_id, count(*) as row_count
from marts.title_scores
group by title_id
having count(*) > 1
