-- Which tags rose most between the first and the last year with a hundred additions?
with

years as (
    select *
    from marts.genre_trend
    qualify sum(title_count) over (partition by added_year) >= 100
)

select
    genre,
    round(100 * arg_min(share, added_year), 1) as first_percent,
    round(100 * arg_max(share, added_year), 1) as last_percent,
    round(last_percent - first_percent, 1) as change,
from years
group by genre
order by change desc, genre
limit 20
