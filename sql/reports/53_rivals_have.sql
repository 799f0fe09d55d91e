-- title: What rivals have and we don't
-- lede: Which titles of other services, but not of ours, would draw the largest audience here?
-- finding: “{title}” leads: {expected_views_91d} views in 91 days are expected; it is on
--    {offered_by}.
-- finding: “{title}” leads: it is on {offered_by}.
-- reading: ● views expected in the first 91 days on Netflix, in their 90% interval; powers of ten
-- chart: ranges y=title x=expected_views_91d low=expected_views_91d_low
--    high=expected_views_91d_high group=type
-- column: title | Title | title
-- column: about | + | text
-- column: links | + | links
-- column: type | - | kind
-- column: offered_by | Now on | text
-- column: known | + | text
-- column: expected_views_91d | Views in 91 days | views
-- column: views_range | + | text
-- column: expected_views_91d_low | - | views
-- column: expected_views_91d_high | - | views
-- column: actual_rating | TMDb rating | rating
-- column: not_proposed_for | Speaks against a licence | text
-- column: title_id | - | code
-- order: films and series apart, by expected views
-- note: Only titles with at least twenty like them whose views are known, and none of our own.
-- empty: No title is known to be on another service and not in the catalogue.
-- param: each = 5
-- model: audience
with

theirs as (
    select candidates.*
    from marts.licensing_candidates as candidates
    inner join marts.title_scores as scores using (title_id)
    where
        candidates.run_id = $run_id
        and candidates.offered_by is not null
        and scores.audience_note is null
        and not coalesce(scores.is_own_production, false)
    qualify
        row_number() over (
            partition by candidates.type
            order by
                candidates.expected_views_91d desc nulls last,
                candidates.hit_probability desc,
                candidates.title_id
        ) <= $each
)

select
    title,
    concat_ws(' · ', release_year, if(type = 'movie', 'film', 'series'), genres_listed) as about,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    type,
    offered_by,
    concat_ws(
        ', ',
        if(is_since_known, 'since ' || strftime(offered_since, '%b %Y'), null),
        'seen ' || strftime(offers_seen_on, '%-d %b %Y')
    ) as known,
    expected_views_91d,
    printf('%.1fM to %.1fM', expected_views_91d_low / 1e6, expected_views_91d_high / 1e6)
        as views_range,
    expected_views_91d_low,
    expected_views_91d_high,
    actual_rating,
    not_proposed_for,
    title_id,
from theirs
left join marts.title_links as links using (title_id)
order by
    max(expected_views_91d) over (partition by type) desc nulls last,
    type,
    expected_views_91d desc nulls last,
    title
