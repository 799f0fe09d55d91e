-- One row per language that titles are made in.
-- key: language_code
-- columns:
--   language_code: ISO 639-1 code, or TMDb's own: 'cn' for Cantonese, 'xx' for no language
--   language: its English name
select language_code, language
from staging.language
order by language_code
