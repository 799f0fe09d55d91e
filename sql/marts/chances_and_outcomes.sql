-- One row per chance and group of titles, of whose outcomes at least fifty are known: what their
-- chances add up to beside how many it came true for, out of fold.
-- key: question, grouping, type, part
-- columns:
--   question: 'hit' or 'top10'
--   grouping: 'all', 'year' (of release), 'tenth' (of the titles, by their chance), 'maker' or
--     'list' (titles that a section of the report takes its rows from)
--   type: 'movie' or 'series'; 'both' of a list whole
--   part: which year, which tenth from 1 (the least likely), which maker ('Netflix' or 'others') or
--     which list: 'likely to be popular' (marts.predicted_hits of the catalogue), 'on no rival''s
--     service' (of the catalogue) or 'not ours' (marts.licensing_candidates, with those that are
--     known failures and so are not proposed)
--   title_count: titles of the group whose outcome is known
--   expected_count: sum of their chances
--   seen_count: how many it came true for
--   noise: two standard errors of seen_count, were the chances right
--   is_held: whether the two differ by no more than 15% of what was seen, or by no more than noise
with

chances as (
    select
        'hit' as question,
        type,
        release_year,
        is_own_production,
        hit_probability as chance,
        is_hit::integer as came_true,
    from marts.title_scores
    where is_hit is not null and hit_probability is not null
    union all
    select
        'top10',
        type,
        release_year,
        is_own_production,
        top10_probability,
        entered_top10::integer,
    from marts.title_scores
    where entered_top10 is not null and top10_probability is not null
),

tenths as (
    select *, ntile(10) over (partition by question, type order by chance) as tenth from chances
),

-- What the sections that show chances take their rows from. What was in the Top 10 is not among
-- them: a list of what came true says nothing of chances.
listed as (
    select 'likely to be popular' as part, title_id
    from marts.predicted_hits
    where in_catalogue
    union all
    select 'not ours', title_id
    from marts.licensing_candidates
    union all
    select 'on no rival''s service', title_id
    from marts.title_scores
    where
        in_catalogue
        and title_id not in (
            select offers.title_id
            from marts.offers as offers
            inner join marts.service_lists as lists using (service, region)
            where lists.role = 'rival' and offers.is_offered and offers.is_included
        )
),

grouped as (
    select
        question,
        type,
        unnest([
            {'grouping': 'all', 'part': 'all'},
            {'grouping': 'year', 'part': coalesce(release_year::varchar, 'unknown')},
            {'grouping': 'tenth', 'part': tenth::varchar},
            {'grouping': 'maker', 'part': if(is_own_production, 'Netflix', 'others')}
        ], recursive := true),
        chance,
        came_true,
    from tenths
    union all by name
    select
        'hit' as question,
        unnest([scores.type, 'both']) as type,
        'list' as grouping,
        listed.part,
        scores.hit_probability as chance,
        scores.is_hit::integer as came_true,
    from listed
    inner join marts.title_scores as scores using (title_id)
    where scores.is_hit is not null and scores.hit_note is null
)

select
    question,
    grouping,
    type,
    part,
    count(*) as title_count,
    sum(chance) as expected_count,
    sum(came_true)::bigint as seen_count,
    2 * sqrt(sum(chance * (1 - chance))) as noise,
    abs(expected_count - seen_count) <= greatest(0.15 * seen_count, noise) as is_held,
from grouped
group by question, grouping, type, part
having count(*) >= 50
order by question, grouping, type, part
