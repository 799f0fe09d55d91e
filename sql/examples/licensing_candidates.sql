-- Which titles that never were on Netflix, rated 7 or better, are worth asking for: of whom?
select
    title,
    type,
    release_year,
    round(100 * hit_probability) as hit_percent,
    round(predicted_rating, 1) as rating,
    case
        when offered_by is not null then offered_by
        when offers_seen_on is not null then 'nobody'
        else 'nobody looked'
    end as offered_by,
    offered_since,
    offers_seen_on,
from marts.licensing_candidates
where not is_on_netflix and not was_in_catalogue and predicted_rating >= 7
order by hit_probability desc, title
limit 20
