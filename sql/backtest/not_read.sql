-- Tables that the features read and no forecast of a backtest does: empty.
create or replace table core.title_audience as
from published.core.title_audience limit 0;

create or replace table core.named_title as
from published.core.named_title limit 0;

create or replace table staging.stg_top10__weeks (
    load_id varchar,
    row_number bigint,
    country_code varchar,
    week date
);
