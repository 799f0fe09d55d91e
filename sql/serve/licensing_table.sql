-- One row per title to license: what the page on licensing shows of it, filters and sorts it by.
-- Kept in memory from the first question on, for as long as its week is served. Case and accents
-- are folded away in the key. A chance that is not the title's own is null, and its note says why.
with

scores as (
    select * from marts.title_scores
    -- Weeks from before chances and audiences had notes lack these columns.
    union all by name
    select
        null::varchar as hit_note,
        null::varchar as top10_note,
        null::varchar as audience_note,
        null::integer as audience_support,
        null::double as expected_countries,
    where false
),

languages as (
    select language_code, language from core.language
),

country as (
    select
        coalesce(
            any_value(if(region = 'GB', 'uk', lower(region))) filter (is_catalogue), 'us'
        ) as code,
    from marts.service_lists
)

select
    candidates.title_id,
    candidates.type,
    candidates.title,
    candidates.release_year,
    candidates.genres_listed,
    candidates.original_language,
    coalesce(languages.language, candidates.original_language) as language,
    candidates.countries,
    scores.maturity_rating,
    scores.duration_minutes,
    scores.season_count,
    candidates.offered_by,
    candidates.offered_since,
    candidates.offers_seen_on,
    candidates.expected_views_91d,
    candidates.expected_views_91d_low,
    candidates.expected_views_91d_high,
    scores.audience_support,
    scores.audience_note,
    scores.expected_countries,
    if(scores.hit_note is null, candidates.hit_probability, null) as hit_probability,
    scores.hit_note,
    if(scores.top10_note is null, scores.top10_probability, null) as top10_probability,
    scores.top10_note,
    candidates.actual_rating,
    candidates.vote_count,
    candidates.predicted_rating,
    candidates.predicted_rating_low,
    candidates.predicted_rating_high,
    scores.directors,
    candidates.not_proposed_for,
    candidates.tmdb_id,
    candidates.imdb_id,
    'https://www.themoviedb.org/' || if(candidates.type = 'movie', 'movie/', 'tv/')
        || candidates.tmdb_id as tmdb_address,
    'https://www.justwatch.com/' || country.code || '/search?q=' || url_encode(candidates.title)
        as justwatch_address,
    candidates.place,
    coalesce(candidates.actual_rating, candidates.predicted_rating) as rating,
    string_split(coalesce(candidates.genres_listed, ''), ', ') as genres,
    string_split(coalesce(candidates.countries, ''), ', ') as country_codes,
    string_split(coalesce(candidates.offered_by, ''), ', ') as services,
    list_filter(
        string_split(coalesce(candidates.excluded_as, ''), ', '), lambda kind: kind <> ''
    ) as kinds,
    strip_accents(lower(candidates.title)) as title_key,
from marts.licensing_candidates as candidates
inner join scores using (title_id)
left join languages on candidates.original_language = languages.language_code
cross join country
