-- title: Did the forecasts of views come true?
-- lede: Were titles watched as forecast?
-- finding: Of 100 titles, {of_hundred} were watched within the 90% interval that we gave; our error
--    was {skill} smaller than that of {base} ({made}, {all_count|forecast|forecasts}).
-- reading: → views forecast  ↑ views seen, tenth by tenth of the forecasts, in powers of ten; on
--    the dotted line both agree
-- chart: scatter x=expected y=seen colour=type
-- column: type | Titles | kind
-- column: expected | Forecast | views
-- column: seen | Seen | views
-- column: forecast_count | Forecasts | integer
-- column: of_hundred | - | integer
-- column: skill | - | percent
-- column: base | - | text
-- column: made | - | text
-- column: all_count | - | integer
-- order: films first, from the lowest forecasts to the highest
-- empty: No forecast of views has been compared with its outcome yet: `catalogue backtest`
--    replays the past.
-- model: audience
with

shown as (
    select
        made_by,
        forecast_count as all_count,
        round(100 * coverage)::integer as of_hundred,
        skill,
        if(
            made_by = 'forecast before', 'the half-year before', 'the middle of what was new'
        ) as base,
    from marts.track_record
    where question = 'views' and type = 'all' and quarter is null and is_reported
)

select
    calibration.type,
    calibration.expected,
    calibration.seen,
    calibration.forecast_count,
    shown.of_hundred,
    shown.skill,
    shown.base,
    shown.made_by as made,
    shown.all_count,
from marts.track_calibration as calibration
inner join shown using (made_by)
where calibration.question = 'views' and calibration.type <> 'all'
order by calibration.type, calibration.tenth
