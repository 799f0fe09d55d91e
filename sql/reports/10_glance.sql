-- chapter: This week
-- title: The catalogue at a glance
-- lede: How large is the catalogue, and what do the models make of it?
-- chart: figures label=label value=value form=form note=note change=change
-- column: label | Figure | text
-- column: value | - | number
-- column: form | - | text
-- column: note | What it counts | text
-- column: change | + | text
-- table: none
-- mail: figures 4
-- empty: No title has been scored yet.
-- model: rating
-- model: hit
with

title_scores as (
    select * from marts.title_scores where run_id = :run_id
),

changes as (
    select
        title_count - lag(title_count) over dated as titles,
        movie_count - lag(movie_count) over dated as movies,
        series_count - lag(series_count) over dated as series,
    from marts.catalogue_snapshots
    where snapshot_on <= :as_of
    window dated as (order by snapshot_on)
    order by snapshot_on desc
    limit 1
),

signed as (
    select
        if(titles > 0, '+', '') || format('{:,}', titles) as title_change,
        if(movies > 0, '+', '') || format('{:,}', movies) as movie_change,
        if(series > 0, '+', '') || format('{:,}', series) as series_change,
    from changes
),

likely as (
    select
        count(*) as likely_count,
        count(*) filter (where is_new) as likely_new_count,
    from marts.predicted_hits
    where in_catalogue and run_id = :run_id
),

totals as (
    select
        count(*) as scored_count,
        count(*) filter (where in_catalogue) as title_count,
        count(*) filter (where in_catalogue and type = 'movie') as movie_count,
        count(*) filter (where in_catalogue and type = 'series') as series_count,
        count(*) filter (where in_catalogue and tmdb_id is not null) as matched_count,
        count(*) filter (where not in_catalogue) as outside_count,
        avg(predicted_rating) filter (where in_catalogue) as mean_rating,
    from title_scores
),

figures as (
    select
        1 as position,
        'titles' as label,
        title_count::double as value,
        'integer' as form,
        'in the newest snapshot of the catalogue' as note,
        title_change || ' since the snapshot before' as change,
    from totals
    left join signed on true
    union all
    select 2, 'films', movie_count, 'integer', 'of these titles',
        movie_change || ' since the snapshot before'
    from totals
    left join signed on true
    union all
    select 3, 'series', series_count, 'integer', 'of these titles',
        series_change || ' since the snapshot before'
    from totals
    left join signed on true
    union all
    select 4, 'likely hits', likely_count, 'integer', 'among the likeliest tenth of their type',
        format('{:,}', likely_new_count) || ' of them new'
    from likely
    union all
    select 5, 'predicted rating', mean_rating, 'rating',
        'mean over the catalogue, out of 10', null
    from totals
    union all
    select 6, 'matched', matched_count / title_count, 'percent',
        'of the catalogue is known to TMDb, too', null
    from totals
    union all
    select 7, 'titles outside', outside_count, 'integer',
        'scored, not in the newest snapshot', null
    from totals
    union all
    select 8, 'titles scored', scored_count, 'integer', 'in all, in this run', null from totals
)

select
    label,
    value,
    form,
    note,
    replace(change, '-', '−') as change,
from figures
where exists (select * from title_scores)
order by position
