-- One row per group of like titles: how many of their outcomes are known. What no source names,
-- such as an idea for a title, is held to these.
-- key: type, is_described, is_own, language_group, release_year
-- columns:
--   type: 'movie' or 'series'
--   is_described: whether there is more of them than a name
--   is_own: whether Netflix makes them
--   language_group: 'English', 'other' or 'unknown'
--   release_year: year of release; -1 where it is not known
--   reach: how many years before and after count as like it: two, and one more for each five of age
--   hit_known: those that a TMDb file ranks
--   hit_true: hits among them
--   top10_known: those of which it is known whether they entered the Top 10
--   top10_true: those that did
--   rating_known: those with ten votes or more
--   audience_known: those whose views in a half-year a report tells
--   named_known: those that a report names first, made by others than Netflix
--   named_true: those of them that then stood in a Top 10
select
    type,
    is_described,
    is_own,
    language_group,
    coalesce(release_year, -1) as release_year,
    years_alike(release_year, getvariable('as_of')::date) as reach,
    sum(hit_known)::bigint as hit_known,
    sum(hit_true)::bigint as hit_true,
    sum(top10_known)::bigint as top10_known,
    sum(top10_true)::bigint as top10_true,
    sum(rating_known)::bigint as rating_known,
    sum(audience_known)::bigint as audience_known,
    sum(named_known)::bigint as named_known,
    sum(named_true)::bigint as named_true,
from features.known_outcome
group by all
order by all
