-- The weeks of the Top 10 that were over on the cut.
select *
from published.core.top10_week
where week <= getvariable('cut_on')
