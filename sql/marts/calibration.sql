-- One row per probability and tenth of its range: predicted beside what happened, out of fold.
-- key: model, bin
-- columns:
--   model: 'hit', 'top10', 'liked' (a TMDb rating of 7 or more) or 'liked_users' (the share of
--     users who give 4 stars or more; each title counts as often as users rated it)
--   bin: tenth of the probability's range, from 0 (0 to 10%) to 9 (90 to 100%)
--   predicted_mean: mean predicted probability
--   observed_share: share of the titles for which it came true
--   title_count: titles in the bin
with

titles as (
    select * from marts.title_scores
),

pairs as (
    select
        'hit' as model,
        hit_probability as predicted,
        is_hit::integer as observed,
        1 as weight,
    from titles
    where is_hit_out_of_fold and is_hit is not null
    union all
    select
        'top10' as model,
        top10_probability as predicted,
        entered_top10::integer as observed,
        1 as weight,
    from titles
    where is_top10_out_of_fold and entered_top10 is not null
    union all
    select
        'liked' as model,
        liked_probability as predicted,
        (actual_rating >= 7)::integer as observed,
        1 as weight,
    from titles
    where
        liked_source = 'rating'
        and is_rating_out_of_fold
        and actual_rating is not null
        and vote_count >= 10
    union all
    select
        'liked_users' as model,
        liked_probability as predicted,
        liked_share as observed,
        user_count as weight,
    from titles
    where liked_source = 'users' and is_stars_out_of_fold and liked_share is not null
)

select
    model,
    least(floor(predicted * 10), 9)::integer as bin,
    sum(predicted * weight) / sum(weight) as predicted_mean,
    sum(observed * weight) / sum(weight) as observed_share,
    count(*) as title_count,
from pairs
where predicted is not null
group by all
order by model, bin
