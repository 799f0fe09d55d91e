-- One row per title that the catalogue could get: of marts.licensing_candidates what nothing speaks
-- against. The 500 best of each type by expected views: a list to choose a slate from.
-- marts.slate_total says what any choice of titles comes to.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   release_year: year of release or first airing
--   place: place among its type by expected_views_91d, from 1
--   expected_views_91d: views on Netflix in its first 91 days there, the mean
--   expected_views_91d_low: lower end of the 90% interval
--   expected_views_91d_high: upper end of the 90% interval
--   expected_countries: in how many countries' Top 10 it will stand, the mean
--   total_views: expected_views_91d of this one and all places before it
--   total_views_low: lower end of the 90% interval of that sum
--   total_views_high: upper end of the 90% interval of that sum
--   is_views_out_of_fold: whether the models of views never saw the title
--   offered_by: other services that offer it now, see marts.licensing_candidates
--   genres_listed: listed genres, separated by commas
--   original_language: ISO 639-1 code
--   run_id: the run that made the scores
with

candidates as (
    select
        candidates.*,
        scores.expected_countries,
        scores.is_views_out_of_fold,
    from marts.licensing_candidates as candidates
    inner join marts.title_scores as scores using (title_id)
    where scores.expected_views_91d is not null and candidates.not_proposed_for is null
),

placed as (
    select
        *,
        row_number() over (
            partition by type order by expected_views_91d desc, title_id
        ) as views_place,
        -- As of a lognormal distribution; see marts.slate_total.
        expected_views_91d ** 2
        * (exp((ln(expected_views_91d_high / expected_views_91d_low) / 3.29) ** 2) - 1)
            as variance,
    from candidates
    qualify views_place <= 500
),

summed as (
    select
        *,
        sum(expected_views_91d) over so_far as total_views,
        ln(1 + sum(variance) over so_far / total_views ** 2) as spread,
    from placed
    window so_far as (
        partition by type order by views_place
        rows between unbounded preceding and current row
    )
)

select
    title_id,
    type,
    title,
    release_year,
    views_place as place,
    expected_views_91d,
    expected_views_91d_low,
    expected_views_91d_high,
    expected_countries,
    total_views,
    total_views * exp(-spread / 2 - 1.645 * sqrt(spread)) as total_views_low,
    total_views * exp(-spread / 2 + 1.645 * sqrt(spread)) as total_views_high,
    is_views_out_of_fold,
    offered_by,
    genres_listed,
    original_language,
    run_id,
from summed
order by type, place
