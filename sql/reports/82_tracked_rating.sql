-- title: Did the forecasts of ratings come true?
-- lede: Were titles that were to come rated as forecast?
-- finding: Of 100 titles, {of_hundred} were rated within the 90% interval that we gave; our error
--    was {skill} smaller than that of the mean of their genres ({made},
--    {all_count|forecast|forecasts}).
-- reading: A line leads from the mean rating forecast to the mean rating seen, for each tenth of
--    the forecasts
-- chart: pairs y=tenth x=seen from=expected group=type
-- column: type | Titles | text
-- column: tenth | Forecasts | text
-- column: expected | Forecast | rating
-- column: seen | Seen | rating
-- column: forecast_count | Titles forecast | integer
-- column: of_hundred | - | integer
-- column: skill | - | percent
-- column: made | - | text
-- column: all_count | - | integer
-- order: films first, from the lowest forecasts to the highest
-- empty: No forecast of a rating has been compared with its outcome yet: `catalogue backtest`
--    replays the past.
-- model: rating
with

shown as (
    select
        made_by,
        forecast_count as all_count,
        round(100 * coverage)::integer as of_hundred,
        skill,
    from marts.track_record
    where question = 'rating' and type = 'all' and quarter is null and is_reported
)

select
    if(calibration.type = 'movie', 'Films', 'Series') as type,
    case calibration.tenth
        when 0 then 'the lowest tenth'
        when 9 then 'the highest tenth'
        else 'tenth ' || calibration.tenth + 1
    end as tenth,
    calibration.expected,
    calibration.seen,
    calibration.forecast_count,
    shown.of_hundred,
    shown.skill,
    shown.made_by as made,
    shown.all_count,
from marts.track_calibration as calibration
inner join shown using (made_by)
where calibration.question = 'rating' and calibration.type <> 'all'
order by calibration.type, calibration.tenth
