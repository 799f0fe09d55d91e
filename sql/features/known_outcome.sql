-- One row per title: of what kind it is, and which of its outcomes are known. Titles are alike
-- where they agree in what stands before the counts; features.evidence counts those.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   is_described: whether there is more of it than a name
--   is_own: whether Netflix makes it; false where that is not known
--   language_group: 'English', 'other' or 'unknown'
--   release_year: year of release
--   is_more_than_name: 1 where it is described or its year is known, else 0
--   hit_known: 1 where a TMDb file ranks it, else 0
--   hit_true: 1 where it is a hit
--   top10_known: 1 where it is known whether it entered the Top 10
--   top10_true: 1 where it did
--   rating_known: 1 where it has ten votes or more
--   audience_known: 1 where a report tells its views in a half-year
--   named_known: 1 where a report names it first and Netflix did not make it
--   named_true: 1 where such a title then stood in a Top 10
with

first_named as (
    select title_id, min(period_start) as period_start
    from features.viewing
    where is_first_named and not is_coming
    group by title_id
),

viewed as (
    select distinct title_id
    from features.viewing
    where views is not null
),

listed as (
    select title_id, max(week) as last_week
    from core.top10_week
    group by title_id
)

select
    title.title_id,
    title.type,
    core_title.is_described,
    coalesce(title.is_netflix_own, false) as is_own,
    language_group(title.spoken_language) as language_group,
    title.release_year::integer as release_year,
    -- Nobody can say what a bare name is like.
    (core_title.is_described or title.release_year is not null)::integer as is_more_than_name,
    (outcome.is_hit is not null)::integer as hit_known,
    coalesce(outcome.is_hit, false)::integer as hit_true,
    (outcome.entered_top10 is not null)::integer as top10_known,
    coalesce(outcome.entered_top10, false)::integer as top10_true,
    (coalesce(outcome.vote_count, 0) >= 10 and outcome.rating is not null)::integer
        as rating_known,
    (viewed.title_id is not null)::integer as audience_known,
    -- What stands in for those of others: reports name them, lists say what became of them.
    (first_named.title_id is not null and not is_own)::integer as named_known,
    coalesce(listed.last_week >= first_named.period_start and not is_own, false)::integer
        as named_true,
from features.title as title
inner join core.title as core_title using (title_id)
inner join features.outcome as outcome using (title_id)
left join viewed using (title_id)
left join first_named using (title_id)
left join listed using (title_id)
