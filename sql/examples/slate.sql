-- How many views would the ten best films outside the catalogue draw, one by one and together?
select
    place,
    title,
    round(expected_views_91d / 1e6, 1) as million_views,
    round(total_views / 1e6) as million_in_all,
    round(total_views_low / 1e6) as from_million,
    round(total_views_high / 1e6) as to_million,
    round(expected_countries) as countries,
    offered_by,
from marts.slate
where type = 'movie' and place <= 10
order by place
