-- What a part's titles are called, their scores, and of how many like each the outcome is known.
select
    title.title_id,
    title.type,
    title.title,
    title.release_year,
    scores.* exclude (run_id, title_id, scored_at),
    evidence.hit_support,
    evidence.top10_support,
    evidence.rating_support,
    evidence.audience_support,
from scores.title as scores
inner join features.title as title using (title_id)
left join features.evidence as evidence using (title_id)
order by title_id
