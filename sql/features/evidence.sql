-- One row per title: how many titles like it have a known outcome, question by question, and how
-- often it came true. Like it: of its type and language group (English or not), described as it is,
-- released within two years of it (more, the older it is), and, for the Top 10 and for views, made
-- by Netflix as it is or not. Counts leave the title itself out; nothing is like a title of which
-- no more than a name is known.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   hit_support: titles like it that a TMDb file ranks
--   top10_support: titles like it of which it is known whether they entered the Top 10
--   rating_support: titles like it with ten votes or more
--   audience_support: titles like it whose views in a half-year a report tells
--   hit_base_rate: share of hits among the known titles of its type
--   top10_base_rate: share that entered the Top 10 among the known titles of its type that Netflix
--     made; for those it did not make, whose coming nobody dates, share that stood in it among
--     those that a report first named since the lists began; where even these are few, among all
--     known titles of its type
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
),

titles as (
    select
        title.title_id,
        title.type,
        core_title.is_described,
        coalesce(title.is_netflix_own, false) as is_own,
        case
            when title.spoken_language is null then 'unknown'
            when title.spoken_language = 'en' then 'English'
            else 'other'
        end as language_group,
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
),

by_year as (
    select
        type,
        is_described,
        is_own,
        language_group,
        release_year,
        -- What tells 2019 from 2024 does not tell 1960 from 1965.
        2 + greatest(coalesce(year(getvariable('as_of')::date) - release_year, 0), 0) // 5 as reach,
        sum(hit_known) as hit_known,
        sum(top10_known) as top10_known,
        sum(rating_known) as rating_known,
        sum(audience_known) as audience_known,
    from titles
    group by all
),

-- Years around each, for whoever made it and for either maker alone.
around as (
    select
        *,
        sum(hit_known) over years as hit_around,
        sum(rating_known) over years as rating_around,
        sum(top10_known) over own_years as top10_around,
        sum(audience_known) over own_years as audience_around,
    from by_year
    window
        years as (
            partition by type, is_described, language_group
            order by release_year
            range between reach preceding and reach following
        ),
        own_years as (
            partition by type, is_described, language_group, is_own
            order by release_year
            range between reach preceding and reach following
        )
),

rates as (
    select
        type,
        sum(hit_known) as hit_known,
        sum(hit_true) as hit_true,
        sum(top10_known) as top10_known,
        sum(top10_true) as top10_true,
        sum(named_known) as named_known,
        sum(named_true) as named_true,
    from titles
    group by type
)

select
    titles.title_id,
    (around.hit_around - titles.hit_known)::integer * titles.is_more_than_name
        as hit_support,
    (around.top10_around - titles.top10_known)::integer * titles.is_more_than_name
        as top10_support,
    (around.rating_around - titles.rating_known)::integer * titles.is_more_than_name
        as rating_support,
    (around.audience_around - titles.audience_known)::integer * titles.is_more_than_name
        as audience_support,
    (rates.hit_true - titles.hit_true) / nullif(rates.hit_known - titles.hit_known, 0)
        as hit_base_rate,
    if(
        not titles.is_own and rates.named_known >= 50,
        (rates.named_true - titles.named_true)
            / nullif(rates.named_known - titles.named_known, 0),
        (rates.top10_true - titles.top10_true)
            / nullif(rates.top10_known - titles.top10_known, 0)
    ) as top10_base_rate,
from titles
inner join around
    on
        titles.type = around.type
        and titles.is_described = around.is_described
        and titles.is_own = around.is_own
        and titles.language_group = around.language_group
        and titles.release_year is not distinct from around.release_year
inner join rates on titles.type = rates.type
order by titles.title_id
