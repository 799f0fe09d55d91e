-- One row per title that somebody gave: how many titles like it have a known outcome, and the share
-- and the ceiling of its kind, as features.evidence and scores.ceiling say of the titles of a week.
-- What an idea leaves open is not decided yet: its year is that of the week where none is given,
-- and where no language is, titles of all count. What is not known of a title is like what is not
-- known of others.
with

given as (
    select
        title_id,
        type,
        (
            description is not null or overview is not null
            or len(countries) + len(directors) + len(cast_members) > 0
            or title_id in (select title_id from features.listing)
        ) as is_described,
        coalesce(is_netflix_own, false) as is_own,
        if($is_idea and spoken_language is null, null, language_group(spoken_language))
            as language_group,
        release_year is not null as has_year,
        coalesce(release_year, if($is_idea, year($today), -1)) as release_year,
    from features.title
),

alike as (
    select
        given.title_id,
        sum(known.hit_known) as hit_support,
        sum(known.rating_known) as rating_support,
        sum(known.top10_known) filter (known.is_own = given.is_own) as top10_support,
        sum(known.audience_known) filter (known.is_own = given.is_own) as audience_support,
    from given
    inner join known_group as known
        on
            given.type = known.type
            and given.is_described = known.is_described
            and (given.is_described or given.has_year)
            and coalesce(given.language_group = known.language_group, true)
            and abs(known.release_year - given.release_year)
            <= if(given.release_year = -1, 0, years_alike(given.release_year, $today))
    group by given.title_id
),

rates as (
    select
        type,
        sum(hit_true) / nullif(sum(hit_known), 0) as hit_base_rate,
        sum(top10_true) / nullif(sum(top10_known), 0) as top10_base_rate,
        sum(named_known) as named_known,
        sum(named_true) / nullif(sum(named_known), 0) as named_base_rate,
    from known_group
    group by type
)

select
    given.title_id,
    coalesce(alike.hit_support, 0)::integer as hit_support,
    coalesce(alike.top10_support, 0)::integer as top10_support,
    coalesce(alike.rating_support, 0)::integer as rating_support,
    coalesce(alike.audience_support, 0)::integer as audience_support,
    evidence_note(alike.hit_support, given.is_described) as hit_note,
    evidence_note(alike.top10_support, given.is_described) as top10_note,
    evidence_note(alike.rating_support, given.is_described) as rating_note,
    evidence_note(alike.audience_support, given.is_described) as audience_note,
    rates.hit_base_rate,
    if(
        not given.is_own and rates.named_known >= 50, rates.named_base_rate, rates.top10_base_rate
    ) as top10_base_rate,
    ceilings.hit_ceiling,
    ceilings.top10_ceiling,
from given
inner join rates using (type)
left join alike using (title_id)
left join ceiling as ceilings using (type)
