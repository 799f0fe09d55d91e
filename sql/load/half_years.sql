-- Which half-year each banner and sheet of a file speaks of; a half without its year takes the
-- file's. A table that was saved without its sheet's name may have it in the file's.
select
    banner,
    sheet,
    coalesce(
        half_year_of(banner),
        half_year_of(sheet),
        half_year_of({file}),
        half_year_of({path}),
        half_year_of(banner || ' ' || {file}),
        half_year_of(sheet || ' ' || {file}),
        half_year_of(banner || ' ' || sheet)
    ) as half_year,
    coalesce(
        sheet,
        case
            when regexp_matches(as_words({file}), ' (tv|series|shows?) ') then 'TV'
            when regexp_matches(as_words({file}), ' (films?|movies?) ') then 'Film'
        end
    ) as named_sheet,
from (select distinct banner, sheet from {rows})
