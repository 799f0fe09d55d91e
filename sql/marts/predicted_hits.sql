-- One row per title that the newest run holds for a hit: the likeliest tenth of its type, of those
-- of which enough is known for a chance of their own.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   release_year: year of release; for a series in the catalogue, of its newest season
--   in_catalogue: whether the catalogue offers it, see marts.title_scores
--   is_new: in the catalogue by its newest list, and not in the list before
--   place: place among its type by hit_probability, from 1
--   hit_probability: probability of a popularity hit; a hit is one of a tenth, hence the tenth here
--   observed_share_low: how often titles that were given such a probability became hits, out of
--     fold: lower end of Wilson's 95% interval; null where there were none
--   observed_share_high: the same, upper end
--   top10_probability: probability of entering Netflix's global Top 10
--   predicted_rating: rating expected, 0 to 10
--   predicted_rating_low: lower end of the 90% interval of the rating
--   predicted_rating_high: upper end of the 90% interval of the rating
--   actual_rating: TMDb's vote average, 0 to 10; null without votes
--   is_hit: whether it became one; null where that cannot be known
--   is_out_of_fold: whether hit_probability comes from a model that never saw the title; false
--     where is_hit is null
--   genres_listed: listed genres, separated by commas
--   hit_traits: of its genres and countries, the three whose titles of its type became hits most
--     often, with how often: 'Crime 14%, Japan 12%'; those with fewer than 30 titles are left out
--   added_on: the day Netflix says it was added
--   run_id: the run that made the scores
with

scores as (
    select
        *,
        quantile_cont(hit_probability, 0.9) over (partition by type) as bar,
    from marts.title_scores
    where hit_probability is not null and hit_note is null
),

likely as (
    select
        *,
        least(floor(hit_probability * 10), 9) as bin,
        row_number() over (partition by type order by hit_probability desc, title_id) as place,
    from scores
    where hit_probability >= bar
),

-- Genres and countries, with how often films, or series, that have them became hits.
traits as (
    select distinct title_id, genre as trait
    from marts.title_genres
    where is_listed and taxonomy in ('netflix', 'tmdb')
    union
    select distinct title_id, country from marts.title_countries
),

hit_rates as (
    select titles.type, traits.trait, avg(titles.is_hit::integer) as hit_rate
    from traits
    inner join marts.title_scores as titles using (title_id)
    where titles.is_hit is not null
    group by all
    having count(*) >= 30
),

likely_traits as (
    select
        likely.title_id,
        array_to_string(
            list(
                traits.trait || printf(' %.0f%%', 100 * hit_rates.hit_rate)
                order by hit_rates.hit_rate desc, traits.trait
            )[1:3],
            ', '
        ) as hit_traits,
    from likely
    inner join traits using (title_id)
    inner join hit_rates on likely.type = hit_rates.type and traits.trait = hit_rates.trait
    group by likely.title_id
),

-- Of the titles that were given such a chance, the share that became hits: Wilson's interval.
observed as (
    select
        bin,
        title_count as n,
        observed_share as p,
        (p + 1.92 / n) / (1 + 3.84 / n) as centre,
        1.96 * sqrt(p * (1 - p) / n + 0.96 / (n * n)) / (1 + 3.84 / n) as reach,
        greatest(centre - reach, 0) as observed_share_low,
        least(centre + reach, 1) as observed_share_high,
    from marts.calibration
    where model = 'hit'
)

select
    likely.title_id,
    likely.type,
    likely.title,
    likely.release_year,
    likely.in_catalogue,
    likely.is_new,
    likely.place,
    likely.hit_probability,
    observed.observed_share_low,
    observed.observed_share_high,
    likely.top10_probability,
    likely.predicted_rating,
    likely.predicted_rating_low,
    likely.predicted_rating_high,
    likely.actual_rating,
    likely.is_hit,
    likely.is_hit_out_of_fold as is_out_of_fold,
    likely.genres_listed,
    likely_traits.hit_traits,
    likely.added_on,
    likely.run_id,
from likely
left join observed using (bin)
left join likely_traits using (title_id)
order by likely.type, likely.place
