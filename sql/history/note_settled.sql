-- Note which of the forecasts' outcomes this run is the first to know. Of views a report tells all
-- at once, and that is no news of single titles.
insert into ops.settled by name
select distinct
    getvariable('run_id') as run_id,
    forecasts.question,
    forecasts.title_id,
    forecasts.season,
from ops.forecasts as forecasts
inner join features.settled_outcome as settled
    on
        forecasts.question = settled.question
        and forecasts.title_id = settled.title_id
        and coalesce(forecasts.season, '') = settled.season
anti join ops.settled as before
    on
        forecasts.question = before.question
        and forecasts.title_id = before.title_id
        and forecasts.season is not distinct from before.season
where forecasts.question <> 'views'
