-- title: Titles like it, and what they reached
-- lede: Of its type and language, sharing at least half of their genres, of which about as many
--    views were expected; what they drew in the half-year in which they came to Netflix. The best
--    candidates have theirs in marts.comparables.
-- column: title_id | Key | code
-- column: rank | Place | integer
-- column: comparable_title | Title | title
-- column: comparable_year | Year | year
-- column: period_start | Half-year | date
-- column: half_year | Came in | text
-- column: views | Views, measured | views
-- column: expected_views_91d | Expected of it, modelled | views
-- empty: None: they are looked for among titles of known views that share its type, its language
--    and half of the genres that TMDb lists, and of which a third to three times as many views
--    were expected.
-- model: audience
with

others as (
    select unnest($title_ids::varchar[]) as title_id
    except
    select title_id from marts.comparables
),

titles as (
    select scores.*, genres.genres
    from marts.title_scores as scores
    inner join (
        select title_id, list(genre) as genres
        from marts.title_genres
        where taxonomy = 'tmdb' and is_listed
        group by title_id
    ) as genres using (title_id)
    where scores.expected_views_91d > 0
),

came as (
    select title_id, period_start, views
    from marts.audience
    where not is_coming
    qualify
        row_number() over (partition by title_id order by period_start) = 1
        and is_new and views is not null
),

pairs as (
    select
        own.title_id,
        known.title_id as comparable_id,
        known.title as comparable_title,
        known.release_year as comparable_year,
        came.period_start,
        came.views,
        known.expected_views_91d,
        len(list_intersect(own.genres, known.genres)) as shared_count,
        len(own.genres) + len(known.genres) - shared_count as genre_count,
        abs(ln(known.expected_views_91d / own.expected_views_91d)) as distance,
    from others
    inner join titles as own using (title_id)
    inner join titles as known using (type, original_language)
    inner join came on known.title_id = came.title_id
    where
        own.title_id <> known.title_id
        and distance <= ln(3) and 2 * shared_count >= genre_count
),

alike as (
    select title_id, rank, comparable_title, comparable_year, period_start, views,
        expected_views_91d,
    from marts.comparables
    where list_contains($title_ids::varchar[], title_id)
    union all by name
    select
        * exclude (comparable_id, shared_count, genre_count, distance),
        row_number() over (
            partition by title_id order by distance, shared_count / genre_count desc, comparable_id
        ) as rank,
    from pairs
    qualify rank <= 3
)

select
    title_id,
    rank,
    comparable_title,
    comparable_year,
    period_start,
    if(month(period_start) = 1, 'Jan–Jun ', 'Jul–Dec ') || year(period_start) as half_year,
    views,
    expected_views_91d,
from alike
order by title_id, rank
