-- The rows of an engagement report, each with its half-year for a banner.
select rows.* replace (told.half_year as banner, told.named_sheet as sheet)
from {rows} as rows
inner join {told} as told
    on
        rows.banner is not distinct from told.banner
        and rows.sheet is not distinct from told.sheet
