-- title: Did the forecasts of popularity on TMDb come true?
-- lede: Of new titles that were given a chance, how many became popular on TMDb?
-- finding: Of 100 titles to which we gave about {about}, {of_hundred} became popular on TMDb
--    ({made}, {all_count|forecast|forecasts}).
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
-- empty: No forecast of popularity on TMDb has been compared with its outcome yet: `catalogue
--    backtest` replays the past.
-- model: hit
with

shown as (
    select made_by, forecast_count as all_count
    from marts.track_record
    where question = 'hit' and type = 'all' and quarter is null and is_reported
),

tenths as (
    select calibration.*, shown.all_count
    from marts.track_calibration as calibration
    inner join shown using (made_by)
    where calibration.question = 'hit'
),

said as (
    select expected as about, round(100 * seen)::integer as of_hundred
    from tenths
    where type = 'all'
    qualify row_number() over (
        order by forecast_count >= 20 desc, abs(expected - 0.7), tenth
    ) = 1
)

select
    if(tenths.type = 'movie', 'Films', 'Series') as type,
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
order by tenths.type, tenths.tenth
