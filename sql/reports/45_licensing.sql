-- title: Licensing candidates
-- lede: Which titles outside the catalogue would be worth asking for?
-- finding: “{title}” leads at {hit_probability}, with a predicted rating of {predicted_rating}.
-- reading: Chance of a hit, 0 to 100%
-- chart: bars y=title x=hit_probability group=type
-- column: title | Title | title
-- column: about | + | text
-- column: type | - | kind
-- column: hit_probability | Chance of a hit | percent
-- column: predicted_rating | Predicted rating | rating
-- column: rating_range | 90% interval | text
-- column: offered_by | Now on | text
-- column: known | + | text
-- column: actual_rating | TMDb rating | rating
-- column: original_language | Language | code
-- order: films and series apart, by chance of a hit
-- note: Titles of TMDb and of other services' lists that no list of the catalogue holds and that no
--    source knows from Netflix, less what a rival made for itself, by TMDb. Whether a licence is to
--    be had, and at what price, is not in the data.
-- note: Now on: services in the catalogue's region that have the title by subscription, with ads or
--    free, as of the day beneath. Nobody: not in the list of any rival, nor in TMDb's answer about
--    the title. Not known: nobody looked, or not since it was released.
-- mail: table 6 title about hit_probability offered_by known
-- empty: No title outside the catalogue has been scored.
-- param: each = 5
-- model: hit
-- model: rating
with

candidates as (
    select *
    from marts.licensing_candidates
    where
        run_id = $run_id
        and not was_in_catalogue
        and not is_on_netflix
        and made_by is null
        and hit_probability is not null
    qualify row_number() over (partition by type order by place) <= $each
)

select
    title,
    concat_ws(' · ', release_year, if(type = 'movie', 'film', 'series'), genres_listed) as about,
    type,
    hit_probability,
    predicted_rating,
    printf('%.1f–%.1f', predicted_rating_low, predicted_rating_high) as rating_range,
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
    original_language,
from candidates
order by max(hit_probability) over (partition by type) desc, type, place
