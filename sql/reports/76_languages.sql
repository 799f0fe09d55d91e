-- title: In which language
-- lede: Which languages were the titles made in, beside what there is outside the catalogue?
-- finding: {language} makes up {catalogue_share} of the catalogue and {outside_share} of what is
--    outside; {language_count|language|languages} are spoken in all.
-- reading: ● share of the catalogue's titles  ○ share of the titles outside
-- chart: pairs y=language x=catalogue_share from=outside_share top=12
-- column: language | Original language | text
-- column: catalogue_count | In the catalogue | integer
-- column: outside_count | Outside | integer
-- column: catalogue_share | Share of the catalogue | share
-- column: outside_share | Share outside | share
-- column: mean_rating | Predicted rating | rating
-- column: mean_hit | Chance to be popular on TMDb | percent
-- column: language_count | - | integer
-- order: by the catalogue's titles
-- note: Known of the titles that TMDb knows. The last two columns are means over the catalogue's
--    titles.
-- empty: Of no title of the catalogue is the language known.
-- param: limit = 25
-- model: rating
-- model: hit
with

scores as (
    select * from marts.title_scores where run_id = $run_id and original_language is not null
),

names as (
    select * from marts.languages
),

counted as (
    select
        coalesce(names.language, scores.original_language) as language,
        count(*) filter (where in_catalogue) as catalogue_count,
        count(*) filter (where not in_catalogue) as outside_count,
        avg(predicted_rating) filter (where in_catalogue) as mean_rating,
        avg(hit_probability) filter (where in_catalogue) as mean_hit,
    from scores
    left join names on scores.original_language = names.language_code
    group by all
)

select
    language,
    catalogue_count,
    outside_count,
    catalogue_count / sum(catalogue_count) over () as catalogue_share,
    outside_count / nullif(sum(outside_count) over (), 0) as outside_share,
    mean_rating,
    mean_hit,
    count(*) over () as language_count,
from counted
where catalogue_count > 0
order by catalogue_count desc, language
limit $limit
