-- title: Did the Top 10 forecasts come true?
-- lede: Of new titles that were given a chance, how many entered the Top 10?
-- finding: Of 100 titles to which we gave about {about}, {of_hundred} entered ({made},
--    {all_count|forecast|forecasts}).
-- reading: Observed share of titles against the chance given; on the dotted line both agree
-- chart: lines x=expected y=seen group=type diagonal=yes
-- column: type | Titles | text
-- column: expected | Given | percent
-- column: seen | Came true | percent
-- column: forecast_count | Forecasts | integer
-- column: about | - | percent
-- column: of_hundred | - | integer
-- column: made | - | text
-- column: all_count | - | integer
-- order: films first, from the lowest chance to the highest
-- note: The sentence is of the tenth nearest to 70% that has twenty forecasts. Tenths with fewer
--    than five forecasts are left out.
-- empty: No forecast of the Top 10 has been compared with its outcome yet: `catalogue backtest`
--    replays the past.
-- model: top10
with

shown as (
    select made_by, forecast_count as all_count
    from marts.track_record
    where question = 'top10' and type = 'all' and quarter is null and is_reported
),

tenths as (
    select calibration.*, shown.all_count
    from marts.track_calibration as calibration
    inner join shown using (made_by)
    where calibration.question in ('top10', 'top10_season')
),

said as (
    select expected as about, round(100 * seen)::integer as of_hundred
    from tenths
    where question = 'top10' and type = 'all'
    qualify row_number() over (
        order by forecast_count >= 20 desc, abs(expected - 0.7), tenth
    ) = 1
)

select
    case
        when tenths.question = 'top10_season' then 'All seasons'
        when tenths.type = 'series' then 'First seasons'
        else 'Films'
    end as type,
    tenths.expected,
    tenths.seen,
    tenths.forecast_count,
    said.about,
    said.of_hundred,
    tenths.made_by as made,
    tenths.all_count,
from tenths
cross join said
where tenths.type <> 'all' and tenths.forecast_count >= 5
order by tenths.question, tenths.type, tenths.tenth
