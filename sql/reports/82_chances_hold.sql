-- title: Do the chances add up?
-- lede: Of groups of titles whose outcome is known, did as many come true as the chances say?
-- finding: {held_count} of {group_count} groups of titles hold; of {worst_group} the chances add up
--    to {worst_expected}, and it came true for {worst_seen}.
-- finding: All {group_count} groups of titles hold.
-- column: chance | Chance of | text
-- column: titles | Titles | text
-- column: title_count | Outcome known | integer
-- column: expected_count | Chances add up to | compact
-- column: seen_count | Came true for | integer
-- column: ratio | Seen for each expected | decimal
-- column: held_count | - | integer
-- column: group_count | - | integer
-- column: worst_group | - | text
-- column: worst_expected | - | compact
-- column: worst_seen | - | integer
-- order: what holds least first
-- note: Groups of at least fifty known outcomes: all, by year of release, by tenth of their chance,
--    by list.
--    A group holds where the two differ by no more than 15% of what came true, or by no more than
--    two standard errors; about one in twenty does not by mere accident.
-- note: All chances speak of titles whose outcome can be known: of the Top 10 those that Netflix
--    made and dated; of TMDb's popularity those that a ranked file holds.
-- empty: No group has fifty known outcomes.
-- param: limit = 20
-- model: hit
-- model: top10
with

chances as (
    select
        *,
        abs(expected_count - seen_count) / greatest(0.15 * seen_count, noise) as distance,
        if(question = 'hit', 'being popular on TMDb', 'entering the Top 10') as chance,
        case type when 'movie' then 'films' when 'series' then 'series' else 'films and series' end
        || case grouping
            when 'all' then ', all'
            when 'year' then if(part = 'unknown', ' of an unknown year', ' of ' || part)
            when 'tenth' then ', tenth ' || part || ' by chance'
            when 'list' then
                if(part = 'not ours', ' that are ', ' of the catalogue that are ') || part
            else ', made by ' || part
        end as titles,
    from marts.chances_and_outcomes
),

worst as (
    select
        titles || ' (' || chance || ')' as worst_group,
        expected_count as worst_expected,
        seen_count as worst_seen,
    from chances
    where not is_held
    order by distance desc
    limit 1
)

select
    chances.chance,
    chances.titles,
    chances.title_count,
    chances.expected_count,
    chances.seen_count,
    chances.seen_count / nullif(chances.expected_count, 0) as ratio,
    count(*) filter (where chances.is_held) over () as held_count,
    count(*) over () as group_count,
    worst.worst_group,
    worst.worst_expected,
    worst.worst_seen,
from chances
left join worst on true
order by chances.distance desc, chances.titles
limit $limit
