-- What would the five best films and the five best series outside the catalogue draw together?
select
    title_count,
    round(expected_views_91d / 1e6) as million_views,
    round(expected_views_91d_low / 1e6) as from_million,
    round(expected_views_91d_high / 1e6) as to_million,
from marts.slate_total(
    (select list(title_id) from marts.slate where place <= 5)
)
