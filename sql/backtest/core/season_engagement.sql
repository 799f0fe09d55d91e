-- The half-years that were over on the cut, and without what became of them the seasons that are
-- asked about.
select *
from published.core.season_engagement
where period_start + interval 6 month <= getvariable('cut_on')
union all
select reported.* replace (null as hours_viewed, null as views)
from published.core.season_engagement as reported
semi join backtest.asked as asked
    on
        asked.question = 'views'
        and reported.title_id = asked.title_id
        and reported.season = asked.season
        and reported.period_start = asked.period_start
