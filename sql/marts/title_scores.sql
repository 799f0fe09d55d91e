-- One row per title of the newest run: what it is, what became of it and what the models say of it.
-- key: title_id
-- columns:
--   title_id: stable key of the title, the same in every snapshot and run
--   type: 'movie' or 'series'
--   title: title as Netflix lists it, else TMDb's
--   release_year: year of release; for a series in the catalogue, of its newest season
--   in_catalogue: whether the service in the settings offers it in their region by subscription,
--     with advertisements or for free (not as a channel, to rent or to buy), by the newest word on
--     it: a complete list, the service's own statement or a whole reading of the title
--   is_new: in the catalogue by its newest list, and not in the list before of the same series; nor
--     was it there before by another plan
--   catalogue_seen_on: the day of that newest word; null where nobody looked
--   first_seen_on: first day on which a source saw it in the catalogue
--   last_seen_on: last day on which one did
--   is_own_production: whether the service that the settings name made it: its network, its name
--     among the producers, or a day in its own report
--   is_described: whether TMDb, JustWatch or a service's catalogue describes it; else it is known
--     by its name and what a report or a list says beside it
--   added_on: the day Netflix says it was added
--   tmdb_id: TMDb's identifier within its type
--   actual_rating: TMDb's vote average, 0 to 10; null without votes
--   vote_count: number of TMDb votes
--   popularity: TMDb's popularity, newest reading; its scale drifts over the years
--   predicted_rating: rating expected from what is known before release, 0 to 10
--   predicted_rating_low: lower end of the 90% interval of the rating
--   predicted_rating_high: upper end of the 90% interval of the rating
--   liked_probability: probability that the title is liked
--   liked_source: what that means: 'users' says the share of users who would give 4 stars or more,
--     learnt from users' own ratings (MovieLens); 'rating' the chance of a TMDb rating of 7 or more
--   predicted_stars: mean of the stars that users would give, 0.5 to 5; null for a type that users
--     have not rated
--   actual_stars: mean of the stars that users gave; null without any
--   liked_share: share of those users who gave 4 stars or more
--   user_count: number of those users
--   is_hit: whether its popularity is at or above the 90th percentile and its votes at or above the
--     median of the titles of its type in one TMDb file; null where no file ranks it
--   hit_measured_in: the file that ranks it
--   is_widely_known: whether its votes, which add up over the years, are at or above the 90th
--     percentile of its type in that file: is_hit says what is popular now, this what lasts
--   hit_probability: probability of is_hit; the share of its type where hit_note says why
--   entered_top10: whether it entered Netflix's global Top 10 soon after release; null where that
--     cannot be known
--   top10_probability: probability of entered_top10; the share of its kind where top10_note says
--     why: of titles that Netflix made, or did not make, of its type
--   expected_views_91d: views on Netflix (hours viewed over running time) in its first 91 days
--     there, the mean; of a series its newest season there, else its first. Of a title on another
--     service: what it would reach on Netflix. Of one that Netflix did not make: what such titles
--     drew in the half-year in which a report first named them, since nobody dates their coming
--   expected_views_91d_low: lower end of the 90% interval
--   expected_views_91d_high: upper end of the 90% interval
--   views_reasons: what moves that most, with the factor that it brings beside the middle of new
--     titles: "genres and text ×1.8; country ×0.7"
--   expected_countries: in how many countries' Top 10 on Netflix it will stand, the mean: as a new
--     title that Netflix promotes as its own, since of no others is the coming dated
--   expected_countries_low: lower end of the 90% interval
--   expected_countries_high: upper end of the 90% interval
--   countries_reasons: what moves that most, with the factor that it brings beside the mean of
--     titles that stood in a list: "language ×1.4; country ×0.8"
--   country_chance_1: chance that it stands in the Top 10 of at least one country
--   country_chance_10: chance of at least ten
--   country_chance_50: chance of at least fifty
--   hit_support: how many titles like it a TMDb file ranks: of its type and language group (English
--     or not), described as it is, released within two years of it, more the older it is
--   top10_support: how many like it have a known entered_top10: as before, and made by Netflix as
--     it is or not
--   rating_support: how many like it have ten votes or more
--   audience_support: how many like it have known views in a half-year, made by Netflix as it is or
--     not
--   hit_note: why its chance of a hit is not its own, but the share of its type: fewer than twenty
--     titles like it are known; null where it is its own
--   top10_note: the same of its chance of the Top 10
--   rating_note: why its predicted rating rests on too little to be put before others
--   audience_note: the same of its expected views
--   genre_taxonomy: taxonomy of the two columns that follow: 'netflix' where Netflix lists the
--     title or nobody does, else 'tmdb'
--   genres_listed: listed genres, separated by commas
--   genres_predicted: genres that the model would list, likeliest first, separated by commas
--   maturity_rating: audience rating as Netflix lists it
--   duration_minutes: length of a film, minutes
--   season_count: number of seasons of a series
--   original_language: ISO 639-1 code
--   countries: ISO 3166 alpha-2 codes of producing countries, separated by commas
--   directors: names, separated by commas
--   description: Netflix's description, else TMDb's
--   is_rating_out_of_fold: whether the rating was predicted by a model that never saw the title
--   is_stars_out_of_fold: the same of predicted_stars and, where liked_source is 'users', of
--     liked_probability
--   is_hit_out_of_fold: the same of hit_probability
--   is_top10_out_of_fold: the same of top10_probability
--   is_views_out_of_fold: the same of expected_views_91d
--   is_countries_out_of_fold: the same of expected_countries
--   is_synthetic: whether this is the synthetic sample, and the title invented
--   run_id: the run that made the scores
--   scored_at: when they were made, UTC
with

titles as (
    select * from core.title
),

scores as (
    select * from scores.title where run_id = getvariable('run_id')
),

outcomes as (
    select * from features.outcome
),

evidence as (
    select * from features.evidence
),

genres as (
    select * from marts.genre_names
),

countries as (
    select title_id, string_agg(country_code, ', ' order by position) as countries
    from core.title_country
    group by title_id
),

directors as (
    select title_id, string_agg(person, ', ' order by position) as directors
    from core.title_person
    where role = 'director'
    group by title_id
)

select
    titles.title_id,
    titles.type,
    titles.title,
    titles.release_year,
    titles.in_catalogue,
    titles.is_new,
    titles.catalogue_seen_on,
    titles.first_seen_on,
    titles.last_seen_on,
    titles.added_on,
    titles.is_own_production,
    titles.is_described,
    titles.tmdb_id,
    outcomes.rating as actual_rating,
    outcomes.vote_count,
    outcomes.popularity,
    scores.predicted_rating,
    scores.predicted_rating_low,
    scores.predicted_rating_high,
    scores.liked_probability,
    scores.liked_source,
    scores.predicted_stars,
    outcomes.mean_stars as actual_stars,
    outcomes.liked_share,
    outcomes.user_count,
    outcomes.is_hit,
    outcomes.hit_measured_in,
    outcomes.is_widely_known,
    scores.hit_probability,
    outcomes.entered_top10,
    scores.top10_probability,
    scores.expected_views_91d,
    scores.expected_views_91d_low,
    scores.expected_views_91d_high,
    with_factors(scores.views_reasons, scores.views_factors) as views_reasons,
    scores.expected_countries,
    scores.expected_countries_low,
    scores.expected_countries_high,
    with_factors(scores.countries_reasons, scores.countries_factors) as countries_reasons,
    scores.country_chance_1,
    scores.country_chance_10,
    scores.country_chance_50,
    evidence.hit_support,
    evidence.top10_support,
    evidence.rating_support,
    evidence.audience_support,
    evidence_note(evidence.hit_support, titles.is_described) as hit_note,
    evidence_note(evidence.top10_support, titles.is_described) as top10_note,
    evidence_note(evidence.rating_support, titles.is_described) as rating_note,
    evidence_note(evidence.audience_support, titles.is_described) as audience_note,
    if(
        genres.listed_netflix is null and genres.listed_tmdb is not null, 'tmdb', 'netflix'
    ) as genre_taxonomy,
    coalesce(genres.listed_netflix, genres.listed_tmdb) as genres_listed,
    if(genre_taxonomy = 'netflix', genres.predicted_netflix, genres.predicted_tmdb)
        as genres_predicted,
    titles.maturity_rating,
    titles.duration_minutes,
    titles.season_count,
    titles.original_language,
    countries.countries,
    directors.directors,
    coalesce(titles.description, titles.overview) as description,
    scores.is_rating_out_of_fold,
    scores.is_stars_out_of_fold,
    scores.is_hit_out_of_fold,
    scores.is_top10_out_of_fold,
    scores.is_views_out_of_fold,
    scores.is_countries_out_of_fold,
    getvariable('is_synthetic') as is_synthetic,
    getvariable('run_id') as run_id,
    scores.scored_at,
from titles
left join scores using (title_id)
left join outcomes using (title_id)
left join evidence using (title_id)
left join genres using (title_id)
left join countries using (title_id)
left join directors using (title_id)
order by titles.title_id
