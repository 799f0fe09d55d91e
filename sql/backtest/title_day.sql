-- When each title was first heard of, by what was known on the cut: whether it was out by then.
-- Days of ranks and of half-years count only where they were known; what a film or series is does
-- not change, so that the day of its release counts from whichever file names it.
with

titles as (
    select * from published.core.title
),

ranked as (
    select title_id, min(week) - 6 as first_on
    from published.core.top10_week
    where week <= getvariable('cut_on')
    group by title_id
),

reported as (
    select title_id, min(period_start) as first_on
    from published.core.season_engagement
    where period_start + interval 6 month <= getvariable('cut_on')
    group by title_id
)

select
    titles.title_id,
    least(
        titles.released_on,
        releases.came_on,
        titles.added_on,
        ranked.first_on,
        reported.first_on,
        -- Of a year alone its last day: sure to be over.
        if(titles.released_on is null, make_date(titles.release_year, 12, 31), null)
    ) as heard_of_on,
    coalesce(heard_of_on < getvariable('cut_on'), false) as is_out,
from titles
left join published.core.netflix_release as releases using (title_id)
left join ranked using (title_id)
left join reported using (title_id)
