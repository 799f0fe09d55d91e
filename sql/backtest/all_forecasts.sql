-- What the last backtest would have forecast; of one that an older version made nothing, as it does
-- not tell what the models said.
select *
from ops.backtest
where said is not null and settled_on is not null
order by question, cut_on, title_id, season
