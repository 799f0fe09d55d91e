-- One row per language that titles are made in.
-- view
-- key: language_code
-- columns:
--   language_code: ISO 639-1 code, or TMDb's own: 'cn' for Cantonese, 'xx' for no language; as
--     original_language in other marts
--   language: its English name
select language_code, language
from core.language
