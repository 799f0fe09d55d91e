-- One row per TMDb title that is not in the catalogue, the most promising first.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   release_year: year of release or first airing
--   tmdb_id: TMDb's identifier within its type
--   imdb_id: IMDb's identifier
--   was_in_catalogue: whether an older snapshot listed it
--   is_on_netflix: whether any source says that it is or was on Netflix, so that it may be its own
--   place: place among its type by hit_probability, then predicted_rating, from 1
--   hit_probability: probability of a popularity hit
--   predicted_rating: rating expected from what is known before release, 0 to 10
--   predicted_rating_low: lower end of the 90% interval
--   predicted_rating_high: upper end of the 90% interval
--   actual_rating: TMDb's vote average, 0 to 10; null without votes
--   vote_count: number of TMDb votes
--   popularity: TMDb's popularity, newest reading; its scale drifts over the years
--   genres_listed: listed genres, separated by commas
--   original_language: ISO 639-1 code
--   countries: ISO 3166 alpha-2 codes of producing countries, separated by commas
--   run_id: the run that made the scores
with

scores as (
    select * from marts.title_scores where not in_catalogue and tmdb_id is not null
),

titles as (
    select title_id, imdb_id, is_on_netflix from core.title
)

select
    scores.title_id,
    scores.type,
    scores.title,
    scores.release_year,
    scores.tmdb_id,
    titles.imdb_id,
    scores.last_seen_on is not null as was_in_catalogue,
    titles.is_on_netflix,
    row_number() over (
        partition by scores.type
        order by
            scores.hit_probability desc nulls last,
            scores.predicted_rating desc nulls last,
            scores.title_id
    ) as place,
    scores.hit_probability,
    scores.predicted_rating,
    scores.predicted_rating_low,
    scores.predicted_rating_high,
    scores.actual_rating,
    scores.vote_count,
    scores.popularity,
    scores.genres_listed,
    scores.original_language,
    scores.countries,
    scores.run_id,
from scores
inner join titles using (title_id)
order by scores.type, place
