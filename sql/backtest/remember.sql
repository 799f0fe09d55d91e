-- Remember the forecasts of a backtest.
insert into ops.backtest by name
from forecasts
