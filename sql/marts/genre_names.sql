-- One row per title: the names of its genres, joined. By itself, as joined with all else at once it
-- would not fit into the memory limit with a million titles.
-- scratch
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   listed_netflix: genres that Netflix lists, separated by commas
--   listed_tmdb: the same of TMDb
--   predicted_netflix: genres of Netflix that the model would list, likeliest first
--   predicted_tmdb: the same of TMDb
with

listed as (
    select
        title_id,
        string_agg(genre, ', ' order by genre) filter (taxonomy = 'netflix') as listed_netflix,
        string_agg(genre, ', ' order by genre) filter (taxonomy = 'tmdb') as listed_tmdb,
    from core.title_genre
    group by title_id
),

predicted as (
    select
        title_id,
        string_agg(genre, ', ' order by probability desc, genre) filter (taxonomy = 'netflix')
            as predicted_netflix,
        string_agg(genre, ', ' order by probability desc, genre) filter (taxonomy = 'tmdb')
            as predicted_tmdb,
    from scores.title_genre
    where run_id = getvariable('run_id') and is_predicted
    group by title_id
)

select
    title_id,
    listed.listed_netflix,
    listed.listed_tmdb,
    predicted.predicted_netflix,
    predicted.predicted_tmdb,
from listed
full join predicted using (title_id)
