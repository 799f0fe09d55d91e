-- One row per title and producing country.
-- key: title_id, country_code
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   in_catalogue: whether the catalogue offers it, see marts.title_scores
--   country_code: ISO 3166 alpha-2 code, or the code of a former country
--   country: its English name
select
    titles.title_id,
    titles.type,
    titles.in_catalogue,
    countries.country_code,
    names.country,
from core.title_country as countries
inner join core.title as titles using (title_id)
inner join core.country as names using (country_code)
order by titles.title_id, countries.position
