-- Which films did better in the newest half-year than in the one before, and was that expected?
with

newest as (
    select max(period_start) as period_start from marts.audience where not is_coming
)

select
    audience.title,
    round(before.views / 1e6, 1) as million_views_before,
    round(audience.views / 1e6, 1) as million_views,
    round(audience.expected_views / 1e6, 1) as million_expected,
    round(audience.expected_views_low / 1e6, 1) as from_million,
    round(audience.expected_views_high / 1e6, 1) as to_million,
from marts.audience as audience
inner join newest using (period_start)
inner join marts.audience as before
    on
        audience.title_id = before.title_id
        and audience.period_start = before.period_end
where audience.type = 'movie' and audience.views > before.views
order by audience.views - before.views desc, audience.title_id
limit 20
