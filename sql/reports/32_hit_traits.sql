-- title: What titles popular on TMDb have in common
-- lede: Among which films, and which series, have most become popular on TMDb?
-- finding: {kind} with “{trait}”: {hit_rate} became popular on TMDb.
-- reading: ● share that became popular on TMDb, 0 to 100%, in its 95% interval
-- chart: ranges y=name x=hit_rate low=hit_rate_low high=hit_rate_high top=16
-- column: name | Which titles | text
-- column: kind | - | text
-- column: trait | - | text
-- column: title_count | With known outcome | integer
-- column: hit_count | Popular on TMDb | integer
-- column: hit_rate | Share popular | percent
-- column: hit_rate_low | From | percent
-- column: hit_rate_high | To | percent
-- column: mean_probability | Mean chance given | percent
-- order: by the low end of the interval
-- note: Wilson's interval. These are genres and countries that the model of popularity weighs, one
--    at a time. Popular titles have them in common; that does not make them the cause.
-- empty: Of no genre or country are enough outcomes known.
-- param: limit = 30
-- param: min_titles = 30
-- model: hit
with

scores as (
    select * from marts.title_scores where run_id = $run_id and is_hit is not null
),

traits as (
    select distinct title_id, genre as trait
    from marts.title_genres
    where is_listed and taxonomy in ('netflix', 'tmdb')
    union
    select distinct title_id, country from marts.title_countries
),

counted as (
    select
        scores.type,
        traits.trait,
        count(*) as n,
        count(*) filter (where scores.is_hit) as hits,
        hits / n as p,
        avg(scores.hit_probability) as mean_probability,
    from traits
    inner join scores using (title_id)
    group by scores.type, traits.trait
    having count(*) >= $min_titles
)

select
    concat(trait, ' · ', if(type = 'movie', 'films', 'series')) as name,
    if(type = 'movie', 'Films', 'Series') as kind,
    trait,
    n as title_count,
    hits as hit_count,
    p as hit_rate,
    greatest(
        ((p + 1.92 / n) - 1.96 * sqrt(p * (1 - p) / n + 0.96 / (n * n))) / (1 + 3.84 / n), 0
    ) as hit_rate_low,
    least(
        ((p + 1.92 / n) + 1.96 * sqrt(p * (1 - p) / n + 0.96 / (n * n))) / (1 + 3.84 / n), 1
    ) as hit_rate_high,
    mean_probability,
from counted
order by hit_rate_low desc, name
limit $limit
