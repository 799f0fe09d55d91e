-- One row per title and country, the ten likeliest of each title: will it stand in Netflix's Top 10
-- there?
-- view
-- key: title_id, country_code
-- columns:
--   title_id: stable key of the title
--   country_code: ISO 3166 alpha-2 code
--   place: place of the country among the title's, from 1
--   chance: chance that it stands in the country's Top 10 at least once
--   has_stood: whether it did in the lists that were read; null where that cannot be known
--   is_out_of_fold: whether the models never saw in which countries it stood
with

listed as (
    select
        title_id,
        unnest(countries) as country_code,
        unnest(country_chances) as chance,
        unnest(range(1, len(countries) + 1)) as place,
        is_countries_out_of_fold as is_out_of_fold,
    from scores.title
    where countries is not null
),

outcomes as (
    select title_id, top10_countries from features.outcome
)

select
    listed.title_id,
    listed.country_code,
    listed.place::integer as place,
    listed.chance,
    list_contains(outcomes.top10_countries, listed.country_code) as has_stood,
    listed.is_out_of_fold,
from listed
left join outcomes using (title_id)
