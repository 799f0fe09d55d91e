-- One row per country.
-- key: country_code
-- columns:
--   country_code: ISO 3166 alpha-2 code, or the code of a former country
--   country: its English name
select country_code, country
from staging.country
where is_preferred
order by country_code
