-- title: What rivals have and we don't
-- lede: Which titles of other services, but not of ours, are likeliest to be popular on TMDb?
-- finding: “{title}” leads at {hit_probability}: it is on {offered_by}.
-- reading: Chance to be popular on TMDb, 0 to 100%
-- chart: bars y=title x=hit_probability group=type
-- column: title | Title | title
-- column: about | + | text
-- column: type | - | kind
-- column: offered_by | Now on | text
-- column: known | + | text
-- column: hit_probability | Chance to be popular on TMDb | percent
-- column: top10_probability | Chance of the Top 10 | percent
-- column: predicted_rating | Predicted rating | rating
-- order: films and series apart, by that chance
-- note: What a service made for itself is hardly to be had; of other services' productions the data
--    do not say so.
-- empty: No title is known to be on another service and not in the catalogue.
-- param: each = 5
-- model: hit
-- model: top10
-- model: rating
with

theirs as (
    select *
    from marts.licensing_candidates
    where run_id = $run_id and offered_by is not null and hit_probability is not null
    qualify row_number() over (partition by type order by place) <= $each
)

select
    theirs.title,
    concat_ws(
        ' · ',
        theirs.release_year,
        if(theirs.type = 'movie', 'film', 'series'),
        theirs.genres_listed
    ) as about,
    theirs.type,
    theirs.offered_by,
    concat_ws(
        ', ',
        if(theirs.is_since_known, 'since ' || strftime(theirs.offered_since, '%b %Y'), null),
        'seen ' || strftime(theirs.offers_seen_on, '%-d %b %Y')
    ) as known,
    theirs.hit_probability,
    scores.top10_probability,
    theirs.predicted_rating,
from theirs
inner join marts.title_scores as scores using (title_id)
where scores.run_id = $run_id
order by
    max(theirs.hit_probability) over (partition by theirs.type) desc,
    theirs.type,
    theirs.place
