-- The rows of an engagement report, each with its half-year for a banner.
select rows.* replace (half_years.half_year as banner, half_years.named_sheet as sheet)
from {rows} as rows
inner join {half_years} as half_years
    on
        rows.banner is not distinct from half_years.banner
        and rows.sheet is not distinct from half_years.sheet
