-- TMDb's titles as the earliest file has them that names each; what it does not say of a title is
-- as the newest file says it that does.
select
    told.* replace (
        coalesce(earliest.title, told.title) as title,
        coalesce(earliest.original_title, told.original_title) as original_title,
        coalesce(earliest.overview, told.overview) as overview,
        coalesce(earliest.original_language, told.original_language) as original_language,
        if(len(earliest.genres) > 0, earliest.genres, told.genres) as genres,
        if(len(earliest.countries) > 0, earliest.countries, told.countries) as countries,
        if(len(earliest.directors) > 0, earliest.directors, told.directors) as directors,
        if(len(earliest.cast_members) > 0, earliest.cast_members, told.cast_members)
            as cast_members,
        coalesce(earliest.duration_minutes, told.duration_minutes) as duration_minutes
    ),
from published.core.tmdb_title as told
left join backtest.first_reading as earliest using (type, tmdb_id)
