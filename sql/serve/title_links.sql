-- Where others tell more of one title.
select tmdb_url, justwatch_url
from marts.title_links
where title_id = $title_id
