-- One row per title that may be licensed and rank: three titles that are like it, of which about as
-- many views were expected, and what they drew when they came to Netflix. Of each type the hundred
-- candidates with the largest expected audience have theirs.
-- key: title_id, rank
-- columns:
--   title_id: stable key of the candidate (marts.licensing_candidates)
--   title: its title
--   rank: 1 has the expected views that lie nearest
--   comparable_id: key of the title that it is compared with: of its type and language, sharing at
--     least half of their genres
--   comparable_title: its title
--   comparable_year: its year of release
--   period_start: first day of the half-year in which it came to Netflix, as far as known
--   views: what it drew in that half-year, all seasons that came; measured
--   expected_views_91d: views in 91 days that models expected which never saw it
--   run_id: the run that made the scores
with

genres as (
    select title_id, list_sort(list(distinct genre)) as genres
    from core.title_genre
    where taxonomy = 'tmdb'
    group by title_id
),

titles as (
    select
        scores.title_id,
        scores.type,
        scores.title,
        scores.release_year,
        scores.original_language,
        scores.expected_views_91d,
        genres.genres,
    from marts.title_scores as scores
    inner join genres using (title_id)
    where scores.expected_views_91d > 0
),

candidates as (
    select titles.*, candidates.run_id
    from marts.licensing_candidates as candidates
    inner join titles using (title_id)
    where candidates.not_proposed_for is null and candidates.place <= 100
),

came as (
    select title_id, period_start, sum(views) as views
    from features.viewing
    where views is not null and (is_new or is_first_named)
    group by title_id, period_start
    qualify row_number() over (partition by title_id order by period_start) = 1
),

known as (
    select titles.*, came.period_start, came.views
    from titles
    inner join came using (title_id)
),

pairs as (
    select
        candidates.title_id,
        candidates.title,
        candidates.run_id,
        known.title_id as comparable_id,
        known.title as comparable_title,
        known.release_year as comparable_year,
        known.period_start,
        known.views,
        known.expected_views_91d,
        len(list_intersect(candidates.genres, known.genres)) as shared_count,
        len(candidates.genres) + len(known.genres) - shared_count as genre_count,
        abs(ln(known.expected_views_91d / candidates.expected_views_91d)) as distance,
    from candidates
    inner join known
        on
            candidates.type = known.type
            and candidates.original_language = known.original_language
            and candidates.title_id <> known.title_id
)

select
    title_id,
    title,
    row_number() over (
        partition by title_id order by distance, shared_count / genre_count desc, comparable_id
    ) as rank,
    comparable_id,
    comparable_title,
    comparable_year,
    period_start,
    views,
    expected_views_91d,
    run_id,
from pairs
where 2 * shared_count >= genre_count
qualify rank <= 3
order by title_id, rank
