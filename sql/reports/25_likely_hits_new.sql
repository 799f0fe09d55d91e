-- title: Newcomers likely to be popular on TMDb
-- lede: Which of the titles that arrived with the newest list are likeliest to be popular on TMDb?
-- finding: “{title}” leads the newcomers at {hit_probability}. Of {list_known} likely titles of the
--    catalogue whose outcome is known {list_seen} are popular; their chances add up to
--    {list_expected}.
-- finding: “{title}” leads the newcomers at {hit_probability}.
-- reading: Chance of being popular on TMDb, 0 to 100%
-- chart: bars y=title x=hit_probability group=type
-- column: title | Title | title
-- column: about | + | text
-- column: reasons | + | text
-- column: links | + | links
-- column: type | - | kind
-- column: hit_probability | Chance | percent
-- column: came_true | Such chances came true | text
-- column: predicted_rating | Predicted rating | rating
-- column: rating_range | 90% interval | text
-- column: added_on | Added | date
-- column: title_id | - | code
-- column: list_known | - | integer
-- column: list_seen | - | integer
-- column: list_expected | - | integer
-- order: films beside series, by chance
-- note: Popular: among the tenth of its type most visited on TMDb's pages, with votes at or above
--    the median, in one file of TMDb's. Likely: among the tenth with the best chances, of titles
--    with at least twenty known ones like them.
-- note: Popular: of the title's genres and countries, those whose films, or series, became popular
--    most often, and how often. They have these in common; it does not follow that they made them
--    so.
-- note: Such chances came true: how often titles that were given such a chance became popular, as a
--    95% interval. It is wide where there were few; a dash says that there was none.
-- mail: chart 10
-- empty: No title that is known to have arrived with the newest list is likely to be popular. The
--    first list of a source has none before it to be compared with.
-- param: each = 10
-- model: hit
-- model: rating
with

hits as (
    select
        *,
        row_number() over (partition by type order by hit_probability desc, title) as rank_in_type,
    from marts.predicted_hits
    where run_id = $run_id and in_catalogue and is_new
    qualify rank_in_type <= $each
),

-- Of the whole list that these lead.
list as (
    select *
    from marts.chances_and_outcomes
    where
        question = 'hit'
        and grouping = 'list'
        and type = 'both'
        and part = 'likely to be popular'
)

select
    title,
    concat_ws(
        ' · ', release_year, if(hits.type = 'movie', 'film', 'series'), genres_listed
    ) as about,
    'Popular: ' || hit_traits as reasons,
    concat_ws(' ', links.tmdb_url, links.justwatch_url) as links,
    hits.type,
    hit_probability,
    printf('%.0f–%.0f%%', 100 * observed_share_low, 100 * observed_share_high) as came_true,
    predicted_rating,
    printf('%.1f–%.1f', predicted_rating_low, predicted_rating_high) as rating_range,
    added_on,
    title_id,
    list.title_count as list_known,
    list.seen_count as list_seen,
    list.expected_count as list_expected,
from hits
left join marts.title_links as links using (title_id)
left join list on true
order by rank_in_type, hit_probability desc, title
