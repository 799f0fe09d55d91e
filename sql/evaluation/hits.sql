-- The series of the file that ranks most of them by popularity, with what public projects look at,
-- and the published models' chance. One row per series.
with

ranked as (
    select titles.*, outcome.is_hit, outcome.hit_measured_in as file
    from features.title as titles
    inner join features.outcome as outcome using (title_id)
    where titles.type = 'series' and outcome.is_hit is not null
),

file as (
    select file from ranked group by file order by count(*) desc, file limit 1
),

genres as (
    select title_id, list(genre order by genre) as genres
    from features.listing
    where taxonomy = 'tmdb'
    group by title_id
)

select
    ranked.title_id,
    ranked.fold,
    ranked.is_hit,
    scores.hit_probability as chance,
    list_concat(
        list_transform(coalesce(genres.genres, []), lambda genre: 'genre=' || genre),
        list_transform(ranked.countries, lambda code: 'country=' || code),
        ['language=' || ranked.original_language]
    ) as traits,
    coalesce(ranked.release_year, 0)::double as release_year,
    coalesce(month(ranked.released_on), 0)::double as release_month,
    len(coalesce(genres.genres, []))::double as genre_count,
    len(coalesce(ranked.overview, ''))::double as overview_length,
from ranked
semi join file using (file)
left join genres using (title_id)
inner join marts.title_scores as scores using (title_id)
where scores.hit_probability is not null
order by ranked.title_id
