-- title: Who it is for
-- lede: For which ages is the catalogue, in films and in series?
-- finding: {adult_share} of the titles are rated for adults.
-- reading: Share of films, or of series, by the audience of their maturity rating
-- chart: bars y=audience x=share group=type
-- column: type | Type | kind
-- column: audience | Audience | text
-- column: ratings | + | text
-- column: title_count | Titles | integer
-- column: share | Share of type | share
-- column: mean_hit | Chance to be popular on TMDb | percent
-- column: adult_share | - | percent
-- order: films before series, youngest audience first
-- empty: No title of the catalogue has a maturity rating.
-- model: hit
with

title_scores as (
    select * from marts.title_scores where run_id = $run_id and in_catalogue
),

audiences as (
    select
        type,
        maturity_rating,
        hit_probability,
        case
            when maturity_rating in ('TV-Y', 'TV-G', 'G') then 1
            when maturity_rating in ('TV-Y7', 'TV-Y7-FV', 'TV-PG', 'PG') then 2
            when maturity_rating in ('TV-14', 'PG-13') then 3
            when maturity_rating in ('TV-MA', 'R', 'NC-17') then 4
            else 5
        end as place,
    from title_scores
),

counted as (
    select
        type,
        place,
        ['Young children', 'Older children', 'Teens', 'Adults', 'Not rated'][place] as audience,
        string_agg(distinct maturity_rating, ', ' order by maturity_rating) as ratings,
        count(*) as title_count,
        avg(hit_probability) as mean_hit,
    from audiences
    group by type, place
)

select
    type,
    audience,
    ratings,
    title_count,
    title_count / sum(title_count) over (partition by type) as share,
    mean_hit,
    sum(if(place = 4, title_count, 0)) over () / sum(title_count) over () as adult_share,
from counted
order by type, place
