-- One row per title that is not in the catalogue and that TMDb or a list of another service knows,
-- the most promising first: by expected views, where any are predicted, else by hit_probability.
-- key: title_id
-- columns:
--   title_id: stable key of the title
--   type: 'movie' or 'series'
--   title: the title
--   release_year: year of release or first airing
--   tmdb_id: TMDb's identifier within its type; null of what only another service's list knows
--   imdb_id: IMDb's identifier
--   was_in_catalogue: whether an older snapshot listed it
--   is_on_netflix: whether any source says that it is or was on Netflix, so that it may be its own
--   made_by: the rivals or the service itself that TMDb names as network or producer, separated by
--     commas: what a rival made for itself is licensed by nobody
--   offered_by: other services in the catalogue's region that offer it now, as far as is known, by
--     subscription, with ads or free, separated by commas; null where none is known to: see
--     offers_seen_on
--   offered_since: since when the first of them has had it; null where none has
--   is_since_known: whether that is the day that it came; false where it was there at first sight,
--     so that it came on that day or before
--   offers_seen_on: the day of what is known of it: of an offer the newest sight, else that of the
--     newest answer that names all its services, or from which the list of every rival is known,
--     if it was out by then; null where nobody looked, so that a null offered_by says nothing
--   not_proposed_for: why nobody is advised to ask for it: it was or is ours, somebody made it for
--     themselves, it is no film or series to license, too little is known of what is like it, or
--     what became of it speaks against it; null where nothing does
--   excluded_as: all kinds of such reasons, separated by commas: 'ours', 'made_by_rival', 'talk',
--     'no_title' (a clip, a duplicate, a working title), 'failed', 'little_known'; null where none
--   place: place among its type from 1, those with a not_proposed_for last
--   expected_views_91d: views on Netflix in its first 91 days there, the mean
--   expected_views_91d_low: lower end of the 90% interval
--   expected_views_91d_high: upper end of the 90% interval
--   hit_probability: probability of a popularity hit
--   is_hit: whether it is one; null where no file ranks it
--   predicted_rating: rating expected from what is known before release, 0 to 10
--   predicted_rating_low: lower end of the 90% interval
--   predicted_rating_high: upper end of the 90% interval
--   actual_rating: TMDb's vote average, 0 to 10; null without votes
--   vote_count: number of TMDb votes
--   popularity: TMDb's popularity, newest reading; its scale drifts over the years
--   genres_listed: listed genres, separated by commas
--   original_language: ISO 639-1 code
--   countries: ISO 3166 alpha-2 codes of producing countries, separated by commas
--   run_id: the run that made the scores
with

scores as (
    select * from marts.title_scores where not in_catalogue
),

titles as (
    select title_id, imdb_id, is_on_netflix, made_by, released_on from core.title
),

offers as (
    select *
    from marts.offers
    where
        region = getvariable('catalogue_region')
        and service <> getvariable('catalogue_service')
        and is_included
),

-- Of services that have had it since the same day, one that says so makes the day known.
offered as (
    select
        title_id,
        string_agg(distinct service, ', ' order by service) filter (is_offered) as offered_by,
        min({ 'day': offered_from, 'is_unknown': start_known = 'first sight' })
            filter (is_offered) as since,
        max(last_seen_on) filter (is_offered) as seen_on,
    from offers
    group by title_id
),

newest_lists as (
    select service, type, max(seen_on) as seen_on
    from core.offer_list
    where
        region = getvariable('catalogue_region')
        and list_contains(getvariable('rivals'), service)
        and is_main
    group by service, type
),

listed as (
    select type, min(seen_on) as seen_on
    from newest_lists
    group by type
    having count(*) = len(list_distinct(getvariable('rivals')))
),

are_views_expected as (
    select bool_or(expected_views_91d is not null) as has_views from scores
),

-- What speaks against asking for a title, each by itself.
judged as (
    select
        title_id,
        last_seen_on is not null as was_in_catalogue,
        regexp_matches(coalesce(genres_listed, ''), '\b(Talk|News|Talk Show)\b')
        or regexp_matches(title, '\b(awards?|ceremony|red carpet)\b', 'i') as is_talk,
        regexp_matches(title, '^(_|(clip|trailer|teaser|promo|recap)s?:)', 'i')
        or (release_year is null and regexp_matches(title, '^untitled\b', 'i')) as is_no_title,
        coalesce(actual_rating < 6 and vote_count >= 100, false) as has_failed,
        if(has_views, audience_note, hit_note) as unlike_note,
        has_views,
    from scores
    cross join are_views_expected
),

-- The names of what is or was ours: what has no year may be one of them under another number.
our_names as (
    select distinct type, unnest(title_keys) as title_key
    from core.title
    where in_catalogue or is_on_netflix or last_seen_on is not null
),

namesakes as (
    select distinct titles.title_id
    from (
        select title_id, type, unnest(title_keys) as title_key
        from core.title
        where release_year is null
    ) as titles
    inner join our_names using (type, title_key)
),

-- An answer of TMDb's about one title names all its services in a region.
read as (
    select title_id, max(seen_from) as seen_on
    from core.offer_evidence
    where source = 'tmdb details' and region = getvariable('catalogue_region')
    group by title_id
)

select
    scores.title_id,
    scores.type,
    scores.title,
    scores.release_year,
    scores.tmdb_id,
    titles.imdb_id,
    judged.was_in_catalogue,
    titles.is_on_netflix,
    titles.made_by,
    offered.offered_by,
    offered.since.day as offered_since,
    not offered.since.is_unknown as is_since_known,
    -- A list from before a title was out says nothing of it.
    case
        when offered.offered_by is not null then offered.seen_on
        when
            coalesce(
                titles.released_on <= listed.seen_on,
                scores.release_year <= year(listed.seen_on),
                true
            )
            then greatest(read.seen_on, listed.seen_on)
        else read.seen_on
    end as offers_seen_on,
    case
        when judged.was_in_catalogue then 'it was in the catalogue'
        when scores.is_own_production then 'our own production'
        when titles.is_on_netflix then 'a source knows it from Netflix'
        when titles.made_by is not null then 'made by ' || titles.made_by
        when judged.is_talk then 'news, talk or a ceremony'
        when judged.is_no_title then 'a clip, a duplicate or a working title'
        when judged.has_failed
            then format('rated {:.1f} by {:,} votes', scores.actual_rating, scores.vote_count)
        when namesakes.title_id is not null then 'no year is known, and one of ours has its name'
        when judged.has_views and scores.expected_views_91d is null
            then 'no views are expected of it'
        else judged.unlike_note
    end as not_proposed_for,
    nullif(
        concat_ws(
            ', ',
            if(
                judged.was_in_catalogue or scores.is_own_production or titles.is_on_netflix,
                'ours',
                null
            ),
            if(titles.made_by is not null, 'made_by_rival', null),
            if(judged.is_talk, 'talk', null),
            if(judged.is_no_title or namesakes.title_id is not null, 'no_title', null),
            if(judged.has_failed, 'failed', null),
            if(
                judged.unlike_note is not null
                or (judged.has_views and scores.expected_views_91d is null),
                'little_known',
                null
            )
        ),
        ''
    ) as excluded_as,
    row_number() over (
        partition by scores.type
        order by
            not_proposed_for is not null,
            scores.expected_views_91d desc nulls last,
            scores.hit_probability desc nulls last,
            scores.predicted_rating desc nulls last,
            scores.title_id
    ) as place,
    scores.expected_views_91d,
    scores.expected_views_91d_low,
    scores.expected_views_91d_high,
    scores.hit_probability,
    scores.is_hit,
    scores.predicted_rating,
    scores.predicted_rating_low,
    scores.predicted_rating_high,
    scores.actual_rating,
    scores.vote_count,
    scores.popularity,
    scores.genres_listed,
    scores.original_language,
    scores.countries,
    scores.run_id,
from scores
inner join titles using (title_id)
left join offered using (title_id)
left join read using (title_id)
inner join judged using (title_id)
left join namesakes using (title_id)
left join listed using (type)
where scores.tmdb_id is not null or offered.title_id is not null
order by scores.type, place
