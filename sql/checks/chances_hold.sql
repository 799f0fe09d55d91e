-- warn: chances of a group of titles add up to more or less than came true
select question, grouping, type, part
from marts.chances_and_outcomes
where not is_held
