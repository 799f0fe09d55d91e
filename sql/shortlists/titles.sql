-- What a shortlist shows of titles of the published week, in the order in which they are named.
-- One row per title. A chance that is not the title's own is null, and its note says why.
with

home as (
    select coalesce(any_value(region) filter (is_catalogue), 'US') as region
    from marts.service_lists
),

offers as (
    select
        offers.title_id,
        string_agg(distinct offers.service, ', ' order by offers.service) as now_on,
    from marts.offers as offers
    inner join home on offers.region = home.region
    where offers.is_offered and offers.is_included
    group by offers.title_id
)

select
    scores.title_id,
    scores.type,
    scores.title,
    scores.release_year,
    scores.in_catalogue,
    scores.genres_listed,
    scores.original_language as language,
    scores.countries,
    scores.maturity_rating,
    scores.duration_minutes,
    scores.season_count,
    offers.now_on as offered_by,
    scores.expected_views_91d,
    scores.expected_views_91d_low,
    scores.expected_views_91d_high,
    scores.audience_support,
    scores.audience_note,
    if(scores.hit_note is null, scores.hit_probability, null) as hit_probability,
    scores.hit_note,
    if(scores.top10_note is null, scores.top10_probability, null) as top10_probability,
    scores.top10_note,
    scores.actual_rating,
    scores.vote_count,
    scores.predicted_rating,
    scores.directors,
    'https://www.themoviedb.org/' || if(scores.type = 'movie', 'movie/', 'tv/')
        || scores.tmdb_id as tmdb_address,
    'https://www.justwatch.com/' || if(home.region = 'GB', 'uk', lower(home.region)) || '/search?q='
        || url_encode(scores.title) as justwatch_address,
from marts.title_scores as scores
cross join home
left join offers using (title_id)
where list_contains($title_ids::varchar[], scores.title_id)
order by list_position($title_ids::varchar[], scores.title_id)
