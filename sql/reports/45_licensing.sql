-- title: What to license
-- lede: Which titles outside the catalogue would draw the largest audience?
-- finding: “{title}” leads: {expected_views_91d} views in 91 days on Netflix are expected, nine
--    times in ten between {expected_views_91d_low} and {expected_views_91d_high}.
-- finding: “{title}” leads, with a chance of {hit_probability} of being popular on TMDb.
-- reading: ● views expected in the first 91 days on Netflix, in their 90% interval; powers of ten
-- chart: ranges y=title x=expected_views_91d low=expected_views_91d_low
--    high=expected_views_91d_high group=type
-- column: title | Title | title
-- column: about | + | text
-- column: comparables | + | text
-- column: links | + | links
-- column: type | - | kind
-- column: expected_views_91d | Views in 91 days | views
-- column: views_range | + | text
-- column: expected_views_91d_low | - | views
-- column: expected_views_91d_high | - | views
-- column: audience_support | Rests on titles like it | integer
-- column: hit_probability | - | percent
-- column: offered_by | Now on | text
-- column: known | + | text
-- column: actual_rating | TMDb rating | rating
-- column: votes | + | text
-- column: popular | Popular on TMDb | text
-- column: title_id | - | code
-- order: the best film and the best series first, by expected views
-- note: Modelled: what such titles drew in the half-year in which a report of Netflix's first named
--    them. Measured: the rating, its votes, who has the title now. Price and rights are not in the
--    data.
-- note: Like it: of its type and language, sharing at least half of their genres, of which about as
--    many views were expected; what they drew in the half-year in which they came.
-- note: Popular now: among the tenth most visited on TMDb's pages; over the years: among the tenth
--    with most votes.
-- note: Left out: what was or is on Netflix, what a rival made for itself, news, talk and prize
--    shows, what 100 voters or more rate below 6, and what fewer than twenty known titles are like.
--    marts.licensing_candidates says of each why (not_proposed_for).
-- note: Now on: services in the catalogue's region that have it by subscription, with ads or free,
--    as of the day beneath. Nobody: in no rival's list, nor in TMDb's answer about it. Not known:
--    nobody looked, or not since it was released.
-- table: open
-- mail: table 6 title about expected_views_91d views_range offered_by known
-- empty: No title outside the catalogue is known well enough to be proposed.
-- param: each = 5
-- model: audience
-- model: hit
with

candidates as (
    select candidates.*, scores.audience_support, scores.is_widely_known
    from marts.licensing_candidates as candidates
    inner join marts.title_scores as scores using (title_id)
    where candidates.run_id = $run_id and candidates.not_proposed_for is null
    qualify row_number() over (partition by candidates.type order by candidates.place) <= $each
),

alike as (
    select
        title_id,
        string_agg(
            comparable_title || printf(' %.1fM', views / 1e6), ', ' order by rank
        ) as comparables,
    from marts.comparables
    group by title_id
)

select
    title,
    concat_ws(' · ', release_year, if(type = 'movie', 'film', 'series'), genres_listed) as about,
    'Like it: ' || alike.comparables as comparables,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    type,
    expected_views_91d,
    printf('%.1fM to %.1fM', expected_views_91d_low / 1e6, expected_views_91d_high / 1e6)
        as views_range,
    expected_views_91d_low,
    expected_views_91d_high,
    audience_support,
    hit_probability,
    case
        when offered_by is not null then offered_by
        when offers_seen_on is not null then 'nobody'
        else 'not known'
    end as offered_by,
    nullif(
        concat_ws(
            ', ',
            if(is_since_known, 'since ' || strftime(offered_since, '%b %Y'), null),
            if(offered_by is null, 'looked for ', 'seen ')
                || strftime(offers_seen_on, '%-d %b %Y')
        ),
        ''
    ) as known,
    actual_rating,
    format('{:,} votes', vote_count) as votes,
    case
        when is_hit and is_widely_known then 'now, and over the years'
        when is_hit then 'now'
        when is_widely_known then 'over the years'
        when is_hit is not null then 'no'
    end as popular,
    title_id,
from candidates
left join alike using (title_id)
left join marts.title_links as links using (title_id)
order by place, expected_views_91d desc nulls last, hit_probability desc, type
