-- title: What it is
-- lede: What each title is, as its sources describe it.
-- column: title_id | Key | code
-- column: title | Title | title
-- column: type | Type | kind
-- column: release_year | Year | year
-- column: countries | Countries | text
-- column: original_language | Language | text
-- column: genres | Genres | text
-- column: directors | Directors | text
-- column: duration_minutes | Minutes | integer
-- column: season_count | Seasons | integer
-- column: maturity_rating | Age rating | text
-- column: in_catalogue | In the catalogue | flag
-- column: catalogue_seen_on | As of | date
-- column: description | About | text
-- column: tmdb_url | TMDb | code
-- column: justwatch_url | JustWatch | code
-- empty: No such title is in this week.
select
    scores.title_id,
    scores.title,
    scores.type,
    scores.release_year,
    scores.countries,
    scores.original_language,
    coalesce(scores.genres_listed, scores.genres_predicted || ' (predicted)') as genres,
    scores.directors,
    scores.duration_minutes,
    scores.season_count,
    scores.maturity_rating,
    scores.in_catalogue,
    scores.catalogue_seen_on,
    scores.description,
    links.tmdb_url,
    links.justwatch_url,
from marts.title_scores as scores
left join marts.title_links as links using (title_id)
where list_contains($title_ids::varchar[], scores.title_id)
order by list_position($title_ids::varchar[], scores.title_id)
