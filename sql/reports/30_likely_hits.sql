-- title: Likely hits in the whole catalogue
-- lede: Which titles of the catalogue look most like hits, by what is known before release?
-- finding: “{title}” has the best chance in the catalogue, {hit_probability}.
-- reading: Chance of being a hit, 0 to 100%
-- chart: bars y=title x=hit_probability group=type
-- column: title | Title | title
-- column: about | + | text
-- column: reasons | + | text
-- column: type | - | kind
-- column: hit_probability | Chance of a hit | percent
-- column: came_true | Such chances came true | text
-- column: is_hit | A hit so far | flag
-- column: predicted_rating | Predicted rating | rating
-- column: rating_range | 90% interval | text
-- column: actual_rating | TMDb rating | rating
-- order: films beside series, by chance of a hit
-- note: Where the outcome is known, the chance comes from a model that was fitted without it.
-- note: Likely: among the tenth of all scored films, or series, with the best chances, as one in
--    ten is a hit by definition.
-- note: Became hits: of the title's genres and countries, those whose films, or series, became hits
--    most often so far, and how often. Hits have these in common; it does not follow that they made
--    them so.
-- note: Such chances came true: how often titles that were given such a chance became hits, as a
--    95% interval. It is wide where there were few; a dash says that there was none.
-- empty: No title of the catalogue has been scored.
-- param: each = 10
-- param: min_titles = 30
-- model: hit
-- model: rating
with

scores as (
    select * from marts.title_scores where run_id = :run_id
),

-- Genres and countries, with how often films, or series, that have them became hits.
traits as (
    select distinct title_id, genre as trait from marts.title_genres where is_listed
    union
    select distinct title_id, country from marts.title_countries
),

hit_rates as (
    select scores.type, traits.trait, avg(scores.is_hit::integer) as hit_rate
    from traits
    inner join scores using (title_id)
    where scores.is_hit is not null
    group by all
    having count(*) >= :min_titles
),

-- Of the titles that were given such a chance, the share that became hits: Wilson's interval.
came_true as (
    select
        bin,
        title_count as n,
        observed_share as p,
        (p + 1.92 / n) / (1 + 3.84 / n) as centre,
        1.96 * sqrt(p * (1 - p) / n + 0.96 / (n * n)) / (1 + 3.84 / n) as reach,
        printf(
            '%.0f–%.0f%%', 100 * greatest(centre - reach, 0), 100 * least(centre + reach, 1)
        ) as came_true,
    from marts.calibration
    where model = 'hit'
),

hits as (
    select
        predicted_hits.*,
        least(floor(predicted_hits.hit_probability * 10), 9) as bin,
        scores.added_on,
        scores.actual_rating,
        printf('%.1f–%.1f', scores.predicted_rating_low, scores.predicted_rating_high)
            as rating_range,
        row_number() over (
            partition by predicted_hits.type
            order by predicted_hits.hit_probability desc, predicted_hits.title
        ) as rank_in_type,
    from marts.predicted_hits as predicted_hits
    inner join scores using (title_id)
    where predicted_hits.in_catalogue
    qualify rank_in_type <= :each
),

reasons as (
    select
        hits.title_id,
        array_to_string(
            list(
                traits.trait || printf(' %.0f%%', 100 * hit_rates.hit_rate)
                order by hit_rates.hit_rate desc, traits.trait
            )[1:3],
            ', '
        ) as reasons,
    from hits
    inner join traits using (title_id)
    inner join hit_rates on hits.type = hit_rates.type and traits.trait = hit_rates.trait
    group by hits.title_id
)

select
    hits.title,
    concat_ws(
        ' · ', hits.release_year, if(hits.type = 'movie', 'film', 'series'), hits.genres_listed
    ) as about,
    'Became hits: ' || reasons.reasons as reasons,
    hits.type,
    hits.hit_probability,
    came_true.came_true,
    hits.is_hit,
    hits.predicted_rating,
    hits.rating_range,
    hits.actual_rating,
from hits
left join came_true using (bin)
left join reasons using (title_id)
order by hits.rank_in_type, hits.hit_probability desc, hits.title
