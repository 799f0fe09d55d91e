-- Which titles that are rated 7 or better are worth asking for, and whom?
select
    title,
    type,
    release_year,
    round(expected_views_91d / 1e6, 1) as million_views,
    round(expected_views_91d_low / 1e6, 1) as at_least,
    round(actual_rating, 1) as rating,
    case
        when offered_by is not null then offered_by
        when offers_seen_on is not null then 'nobody'
        else 'nobody looked'
    end as offered_by,
    offered_since,
    offers_seen_on,
from marts.licensing_candidates
where not_proposed_for is null and actual_rating >= 7
order by expected_views_91d desc, title
limit 20
