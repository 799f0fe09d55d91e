-- Which titles have several TMDb titles that fit as well, so that a person must choose?
select title, type, release_year, candidate_title, candidate_year, candidate_count, title_id
from marts.match_review
where reason = 'ambiguous'
order by candidate_count desc, title
limit 10
