-- One row per question: what a choice of titles comes to, asked as
-- `from marts.slate_total(['t0…', 'n1…'])`. The
-- mean of a sum is the sum of the means. The sum is taken for lognormal as its parts are, with
-- their variances added up (Fenton 1960, "The sum of log-normal probability distributions"): that
-- takes errors for independent, so it is too narrow where all of a year do better or worse.
-- key: title_count
-- parameters:
--   titles: the keys of the titles, as a list
-- columns:
--   title_count: titles of the choice that have an expectation
--   expected_views_91d: views on Netflix in their first 91 days there, in all
--   expected_views_91d_low: lower end of the 90% interval
--   expected_views_91d_high: upper end of the 90% interval
with

chosen as (
    select
        expected_views_91d as mean_views,
        expected_views_91d ** 2
        * (exp((ln(expected_views_91d_high / expected_views_91d_low) / 3.29) ** 2) - 1)
            as variance,
    from marts.title_scores
    where list_contains(titles, title_id) and expected_views_91d is not null
),

summed as (
    select
        count(*) as title_count,
        sum(mean_views) as total,
        ln(1 + sum(variance) / sum(mean_views) ** 2) as spread,
    from chosen
)

select
    title_count,
    total as expected_views_91d,
    total * exp(-spread / 2 - 1.645 * sqrt(spread)) as expected_views_91d_low,
    total * exp(-spread / 2 + 1.645 * sqrt(spread)) as expected_views_91d_high,
from summed
