-- One row per offer that a team's own systems state, in the newest file of each name.
with

loads as (
    select
        load_id,
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

newest as (
    select *
    from loads
    qualify
        row_number() over (
            partition by series order by seen_on desc, seen_at desc, load_id
        ) = 1
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
)

select
    offers.load_id,
    offers.row_number,
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
    offers.offered_until::date as offered_until,
    newest.seen_on,
from cleaned as offers
inner join newest using (load_id)
left join kinds on try_cast(offers.tmdb_id as bigint) = kinds.tmdb_id
