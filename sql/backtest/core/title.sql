-- The titles that were out on the cut, and those that are asked about: what they are does not
-- change. In which catalogue they stand today is nobody's business.
select
    titles.* replace (
        if(titles.added_on < getvariable('until_on'), titles.added_on, null) as added_on,
        false as in_catalogue
    ),
from published.core.title as titles
where
    titles.title_id in (select title_id from backtest.title_day where is_out)
    or titles.title_id in (select title_id from backtest.asked)
