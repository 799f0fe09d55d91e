-- For each mark between the numbers of a column's dates: how many leave no doubt that the day comes
-- first, or the month, and how many could be either. A weekday that all must be decides, too.
with

dates as (
    select {column} as text, numeric_date(without_time({column})) as parts
    from {rows}
    where {column} is not null
),

numbers as (
    select
        text,
        parts.mark as mark,
        parts.a::integer as a,
        parts.b::integer as b,
        dayofweek(date_of_parts(parts.year, parts.b, parts.a)) = {weekday} as fits_day_first,
        dayofweek(date_of_parts(parts.year, parts.a, parts.b)) = {weekday} as fits_month_first,
    from dates
    where parts.year <> ''
),

judged as (
    select
        *,
        b <= 12
        and (
            a between 13 and 31
            or (fits_day_first and not coalesce(fits_month_first, false))
        ) as is_day_first,
        a <= 12
        and (
            b between 13 and 31
            or (fits_month_first and not coalesce(fits_day_first, false))
        ) as is_month_first,
    from numbers
    where a <> b
)

select
    mark,
    count(*) filter (is_day_first) as day_first,
    count(*) filter (is_month_first) as month_first,
    count(*) filter (coalesce(not is_day_first and not is_month_first, true)) as unclear,
    min(text) filter (is_day_first or is_month_first) as example,
from judged
group by mark
order by mark
