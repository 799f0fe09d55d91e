-- title: Quarter by quarter
-- lede: How did the forecasts of the titles that came in each quarter do?
-- finding: “{what}” in {quarter_name}, the newest quarter whose outcomes are known: our error is
--    {error}, the base rate's {base_error} ({forecast_count|forecast|forecasts}).
-- table: open
-- column: quarter_name | Came in | text
-- column: what | Forecast | text
-- column: made_by | + | text
-- column: forecast_count | Forecasts | integer
-- column: expected | Expected, mean | decimal
-- column: seen | Came true, mean | decimal
-- column: right_order | Right order | decimal
-- column: measure | Error | text
-- column: error | Ours | score
-- column: base_error | Base rate | score
-- column: skill | Below it by | percent
-- order: the newest quarter first; films and series together
-- note: The last eight quarters. Views count by their powers of ten: an expected 6.5 is 3.2M.
-- empty: No forecast's time has come yet, and no backtest has been made. `catalogue backtest`
--    replays the past.
with

quarters as (
    select *
    from marts.track_record
    where quarter is not null and type = 'all' and is_reported
    qualify dense_rank() over (order by quarter desc) <= 8
)

select
    'Q' || quarter(quarter) || ' ' || year(quarter) as quarter_name,
    case question
        when 'top10' then 'Enters the Top 10'
        when 'top10_season' then 'A season enters the Top 10'
        when 'hit' then 'Becomes popular on TMDb'
        when 'rating' then 'Rating'
        when 'views' then 'Views of the first half-year'
        else question
    end as what,
    made_by,
    forecast_count,
    expected,
    seen,
    coalesce(auc, rank_correlation) as right_order,
    measure,
    error,
    base_error,
    skill,
from quarters
order by quarter desc, question = 'top10' desc, question desc
