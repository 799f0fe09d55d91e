-- One row per title: what became of it. Outcomes are never features.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   rating: TMDb's vote average, 0 to 10, newest reading; null without votes
--   vote_count: number of votes, newest reading
--   popularity: TMDb's popularity, newest reading
--   is_hit: popularity at or above the 90th percentile and votes at or above the median of the
--     titles of its type in the file of its newest reading; null where no file ranks it
--   hit_level: how near it came, 0 to 4: with votes at or above the median, how many of the 60th,
--     70th, 80th and 90th percentiles of popularity it reaches; 4 is a hit
--   hit_measured_in: the file that ranks it
--   is_widely_known: whether its votes, which add up over the years, are at or above the 90th
--     percentile of the titles of its type in that file
--   settled_hit: is_hit by the first file that ranks it four weeks after its release or later:
--     what its first weeks came to, whatever files are read later; null where none does
--   entered_top10: whether it (of a series its first season) entered Netflix's global Top 10 within
--     the set weeks of its release there; null unless a source tells the day, and that lies within
--     the span of the Top 10 files
--   top10_weeks: weeks that it was in that Top 10 within those weeks
--   top10_countries: the countries in whose Top 10 it stood, ISO 3166 alpha-2 codes: empty where it
--     came within the span of those lists and stood in none; else null where it stood in none
--   user_count: users who rated it themselves (MovieLens); null without any
--   mean_stars: their mean rating, 0.5 to 5 stars
--   liked_share: share of them that gave 4 stars or more, 0 to 1
with

titles as (
    select * from core.title
),

readings as (
    select
        titles.title_id,
        titles.released_on,
        reading.*,
        loads.file,
    from core.tmdb_reading as reading
    inner join titles using (type, tmdb_id)
    inner join ops.loads as loads
        on reading.load_id = loads.load_id and loads.status = 'loaded'
),

newest as (
    select
        title_id,
        arg_max(rating, (coalesce(snapshot_on, date '1900-01-01'), load_id)) as rating,
        arg_max(vote_count, (coalesce(snapshot_on, date '1900-01-01'), load_id)) as vote_count,
        arg_max(popularity, (coalesce(snapshot_on, date '1900-01-01'), load_id)) as popularity,
    from readings
    group by title_id
),

-- Popularity's scale drifts, so it is ranked within one file; a short list is no yardstick.
ranked as (
    select
        *,
        quantile_cont(popularity, [0.6, 0.7, 0.8, 0.9]) over same_file as marks,
        if(
            vote_count >= quantile_cont(vote_count, 0.5) over same_file,
            len(list_filter(marks, lambda mark: popularity >= mark)),
            0
        ) as hit_level,
        vote_count >= quantile_cont(vote_count, 0.9) over same_file as is_widely_known,
        count(*) over same_file as measured_count,
    from readings
    where popularity is not null and vote_count is not null
    window same_file as (partition by load_id, type)
),

hits as (
    select title_id, hit_level, is_widely_known, file
    from ranked
    where measured_count >= getvariable('hit_minimum_titles')
    qualify
        row_number() over (
            partition by title_id
            -- Of one day's files the longest: a file of edited titles only favours the popular.
            order by snapshot_on desc nulls last, measured_count desc, load_id
        ) = 1
),

settled as (
    select title_id, hit_level = 4 as settled_hit
    from ranked
    where
        measured_count >= getvariable('hit_minimum_titles')
        and snapshot_on >= released_on + 28
    qualify
        row_number() over (
            partition by title_id order by snapshot_on, measured_count desc, load_id
        ) = 1
),

audiences as (
    select * from core.title_audience
),

releases as (
    select * from core.netflix_release
),

-- The countries' lists are files of their own, with a span of their own.
country_weeks as (
    select named.title_id, weeks.country_code, weeks.week
    from staging.stg_top10__weeks as weeks
    inner join core.named_title as named using (load_id, row_number)
    where weeks.country_code is not null
),

country_span as (
    select
        min(week) - 6 as first_day,
        max(week) - 7 * getvariable('top10_weeks')::integer as last_day,
    from country_weeks
),

in_countries as (
    select title_id, list(distinct country_code order by country_code) as country_codes
    from country_weeks
    group by title_id
    union all
    select releases.title_id, []
    from releases
    inner join country_span
        on releases.came_on between country_span.first_day and country_span.last_day
    anti join country_weeks using (title_id)
)

select
    titles.title_id,
    newest.rating,
    newest.vote_count,
    newest.popularity,
    hits.hit_level = 4 as is_hit,
    hits.hit_level::integer as hit_level,
    hits.file as hit_measured_in,
    hits.is_widely_known,
    settled.settled_hit,
    top10.top10_weeks > 0 as entered_top10,
    top10.top10_weeks,
    in_countries.country_codes as top10_countries,
    audiences.user_count,
    audiences.mean_stars,
    audiences.liked_share,
from titles
left join newest using (title_id)
left join hits using (title_id)
left join settled using (title_id)
left join features.release as top10 on titles.title_id = top10.title_id and top10.is_first
left join in_countries using (title_id)
left join audiences using (title_id)
order by titles.title_id
