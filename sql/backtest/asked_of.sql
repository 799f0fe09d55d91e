-- What is asked of some questions, in a fixed order.
select *
from backtest.asked
where list_contains($questions, question)
order by question, title_id, season, period_start
