-- Where can I read more about the candidates with the largest expected audience?
select
    candidates.title,
    links.tmdb_url,
    links.justwatch_url,
from marts.licensing_candidates as candidates
inner join marts.title_links as links using (title_id)
where candidates.not_proposed_for is null
order by candidates.expected_views_91d desc nulls last, candidates.title_id
limit 10
