-- One row per title and half-year of Netflix's engagement reports; seasons of a series are summed.
-- key: title_id, period_start
-- columns:
--   title_id: stable key of the title
--   period_start: first day of the half-year
--   hours_viewed: hours viewed
--   views: hours viewed divided by running time; null in the report of January to June 2023
--   row_count: rows of the report that were summed
select
    named.title_id,
    reported.period_start,
    sum(reported.hours_viewed)::bigint as hours_viewed,
    sum(reported.views)::bigint as views,
    count(*) as row_count,
from staging.stg_engagement__titles as reported
inner join core.named_title as named using (load_id, row_number)
group by named.title_id, reported.period_start
order by named.title_id, reported.period_start
