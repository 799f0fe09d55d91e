-- title: Text alone
-- lede: How well are genres found from a title's words, without cast, country and length?
-- finding: {measure} reaches {text_only} from the text alone, {value} with everything that is
--    known.
-- reading: ● full model  ○ title and description alone, on a scale of 0 to 1 where more is better
-- chart: pairs y=measure x=value from=text_only
-- column: measure | Measure | text
-- column: text_only | Text alone | score
-- column: value | Full model | score
-- column: gained | Gained | score
-- column: baseline | Baseline | score
-- column: baseline_name | The baseline is | text
-- column: row_count | Titles | integer
-- order: Netflix's tags before TMDb's genres
-- note: Both are out of fold, on the same titles.
-- empty: The models were not measured on text alone.
-- model: genres_netflix
-- model: genres_tmdb
with

figures as (
    select * from marts.model_quality
    where run_id = $run_id and model in ('genres_netflix', 'genres_tmdb')
),

paired as (
    select
        whole.*,
        alone.value as text_only,
    from figures as whole
    inner join figures as alone using (model, metric)
    where whole.slice = 'all' and alone.slice = 'text only'
)

select
    concat(
        if(model = 'genres_netflix', 'Netflix tags: ', 'TMDb genres: '),
        case metric
            when 'micro_f1' then 'micro F1'
            when 'macro_f1' then 'macro F1'
            when 'lrap' then 'LRAP'
            else replace(metric, '_', ' ')
        end
    ) as measure,
    text_only,
    value,
    value - text_only as gained,
    baseline,
    baseline_name,
    row_count,
from paired
order by model, metric desc
