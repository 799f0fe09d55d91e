-- title: Calibration
-- lede: When a model says 30%, does it happen in three cases of ten?
-- finding: “{model}”: predicted and observed differ by {mean_gap} on average, weighted by
--    titles.
-- reading: Observed share of titles against the predicted chance; on the dotted line both agree
-- chart: lines x=predicted_mean y=observed_share group=model diagonal=yes
-- column: model | Model | text
-- column: predicted_mean | Predicted | percent
-- column: observed_share | Observed | percent
-- column: title_count | Titles | integer
-- column: mean_gap | - | points
-- order: by model, from the lowest chance to the highest
-- note: Chances with few titles behind them wander more.
-- mail: finding
-- empty: No model has outcomes to be compared with.
-- model: hit
-- model: top10
-- model: rating
with

calibration as (
    select * from marts.calibration
),

gaps as (
    select
        model,
        sum(abs(predicted_mean - observed_share) * title_count) / sum(title_count) as mean_gap,
    from calibration
    group by model
)

select
    case calibration.model
        when 'hit' then 'Becomes popular on TMDb'
        when 'top10' then 'Enters the Top 10'
        when 'liked' then 'Is rated well'
        else calibration.model
    end as model,
    calibration.predicted_mean,
    calibration.observed_share,
    calibration.title_count,
    gaps.mean_gap,
from calibration
inner join gaps on calibration.model = gaps.model
order by calibration.model, calibration.bin
