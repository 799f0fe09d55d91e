-- One row per title of the newest run: where others tell more of it.
-- view
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   tmdb_url: its page on TMDb; null of what TMDb is not known to have
--   justwatch_url: a search for its name on JustWatch, in the catalogue's region
with

site as (
    select
        coalesce(
            any_value(if(region = 'GB', 'uk', lower(region))) filter (is_catalogue), 'us'
        ) as region,
    from marts.service_lists
)

select
    titles.title_id,
    'https://www.themoviedb.org/' || if(titles.type = 'movie', 'movie/', 'tv/') || titles.tmdb_id
        as tmdb_url,
    'https://www.justwatch.com/' || site.region || '/search?q=' || url_encode(titles.title)
        as justwatch_url,
from marts.title_scores as titles
cross join site
