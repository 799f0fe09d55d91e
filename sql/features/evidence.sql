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

titles as (
    select * from features.known_outcome
),

-- Years around each, for whoever made it and for either maker alone.
around as (
    select
        * replace (nullif(release_year, -1) as release_year),
        sum(hit_known) over years as hit_around,
        sum(rating_known) over years as rating_around,
        sum(top10_known) over own_years as top10_around,
        sum(audience_known) over own_years as audience_around,
    from features.known_group
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
    from features.known_group
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
