-- The titles that were out on the cut, and those that are asked about, as the earliest file tells
-- of them: what they are does not change. In which catalogue they stand today is nobody's business.
with

listed as (
    select * from core.catalogue_entry where service = 'Netflix'
)

select
    titles.* replace (
        coalesce(listed.title, tmdb.title, titles.title) as title,
        if(listed.title_id is null, titles.description, listed.description) as description,
        coalesce(tmdb.overview, titles.overview) as overview,
        coalesce(listed.maturity_rating, titles.maturity_rating) as maturity_rating,
        coalesce(
            listed.duration_minutes,
            if(titles.type = 'movie', tmdb.duration_minutes, null),
            titles.duration_minutes
        ) as duration_minutes,
        coalesce(tmdb.original_language, titles.original_language) as original_language,
        if(titles.added_on < getvariable('until_on'), titles.added_on, null) as added_on,
        false as in_catalogue
    ),
from published.core.title as titles
left join listed using (title_id)
left join core.tmdb_title as tmdb
    on titles.type = tmdb.type and titles.tmdb_id = tmdb.tmdb_id
where
    titles.title_id in (select title_id from backtest.title_day where is_out)
    or titles.title_id in (select title_id from backtest.asked)
