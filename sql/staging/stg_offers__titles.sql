-- One row per offer and file that states it: of the newest file of each name; of those that it
-- replaced, be it in the same place, only where the end of an offer that it still states has moved.
with

loads as (
    select
        load_id,
        coalesce(snapshot_on, loaded_at::date) as first_seen_on,
        coalesce(snapshot_on, last_seen_at::date, loaded_at::date) as seen_on,
        coalesce(last_seen_at, loaded_at) as seen_at,
        -- The name without its date and endings: what the next statement will be called, too.
        regexp_replace(
            regexp_replace(
                regexp_replace(lower(file), '(\.[a-z]{2,6})+$', ''),
                '(^|\D)20\d\d[-_.]?\d\d([-_.]?\d\d)?(_\d+$|\D|$)',
                '\1',
                'g'
            ),
            '[^\p{L}\p{N}/]+',
            '',
            'g'
        ) as series,
    from ops.loads
    where source = 'offers' and status = 'loaded'
),

files as (
    select
        *,
        row_number() over (
            partition by series order by seen_on desc, seen_at desc, load_id
        ) > 1 as is_replaced,
    from loads
),

kinds as (
    select tmdb_id, min(type) as type
    from staging.stg_tmdb__titles
    group by tmdb_id
    having count(distinct type) = 1
),

-- Before their keys are made of them: a macro works its argument out wherever it names it.
cleaned as (
    select * replace (clean_text(title) as title)
    from raw.offers
),

stated as (
    select
        offers.load_id,
        offers.row_number,
        files.series,
        service_name(offers.service, null) as service,
        region_code(offers.region) as region,
        offer_access(offers.access, offers.service) as access,
        offers.tmdb_id::bigint as tmdb_id,
        imdb_text(offers.imdb_id) as imdb_id,
        -- TMDb's numbers name a film or a series: where a row does not say, the one that is known.
        coalesce(
            title_type(offers.type),
            kinds.type,
            case when offers.tmdb_id is not null then 'movie' end
        ) as type,
        offers.title,
        match_key(offers.title) as title_key,
        year_of(offers.release_year) as release_year,
        offers.offered_from::date as offered_from,
        coalesce(offers.offered_until::date, offers.last_day::date + 1) as offered_until,
        files.first_seen_on,
        files.seen_on,
        files.is_replaced,
    from cleaned as offers
    inner join files using (load_id)
    left join kinds on try_cast(offers.tmdb_id as bigint) = kinds.tmdb_id
),

-- Of two windows in one file the later one is the last word.
last_words as (
    select
        *,
        (series, service, region, access, tmdb_id, imdb_id, type, title_key, release_year)::varchar
            as offer,
        row_number() over (
            partition by load_id, offer
            order by offered_from desc nulls last, offered_until desc nulls first
        ) = 1 as is_last_word,
    from stated
),

moved as (
    select load_id, row_number
    from last_words
    where is_last_word
    window by_day as (partition by offer order by seen_on, is_replaced desc, load_id)
    qualify
        not bool_and(is_replaced) over (partition by offer)
        and (
            offered_until is distinct from lag(offered_until) over by_day
            or offered_until is distinct from lead(offered_until) over by_day
        )
)

select * exclude (offer, is_last_word)
from last_words
where not is_replaced or (load_id, row_number) in (select (load_id, row_number) from moved)
