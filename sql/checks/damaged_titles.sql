-- warn: titles look like dates that a spreadsheet made of them ("22-Jul")
select title_id
from core.title
where regexp_matches(title, '^\d{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$')
