-- What services and regions are called: names become ours, by the tables under sql/seeds that these
-- macros read. Temporary: they are not part of the file.

-- What the spellings of one name have in common: "Disney+", "Disney Plus" and "disney-plus".
create or replace temp macro service_key(name) as
    regexp_replace(replace(in_plain_letters(name), '+', ' plus'), '[^\p{L}\p{N}]+', '', 'g');

create or replace temp macro region_key(name) as
    regexp_replace(in_plain_letters(name), '[^\p{L}]+', '', 'g');

-- The keys of all names, worked out once.
alter table staging.service add column spelling_key varchar;

update staging.service set spelling_key = service_key(spelling);

alter table staging.country add column country_key varchar;

update staging.country set country_key = region_key(country);

-- A channel that is sold through another service, by the end of its name.
create or replace temp macro channel_ending() as
    '(?i)\s+(amazon|prime video|apple tv(\+| plus)?|roku premium|youtube primetime)\s+channels?$';

-- A plan with advertisements, by the end of its name.
create or replace temp macro ads_ending() as
    '(?i)(\s+(basic|standard))?\s+\(?with ads\)?$';

create or replace temp macro without_endings(name) as
    regexp_replace(regexp_replace(trim(name), channel_ending(), ''), ads_ending(), '');

create or replace temp macro known_service(name) as (
    select min(service) from staging.service where spelling_key = service_key(name)
);

create or replace temp macro is_known_service(name) as known_service(name) is not null;

-- Our name of a service: by TMDb's identifier of it, which stays when a service is renamed, else by
-- any of its spellings; a channel's or a plan's is that of the service itself. A name that is not
-- known stays as it is.
create or replace temp macro service_name(name, provider) as
    coalesce(
        (select min(service) from staging.service where provider_id = try_cast(provider as bigint)),
        known_service(name),
        known_service(without_endings(name)),
        nullif(without_endings(name), '')
    );

-- What the words for ways to watch mean; null for any other. In a list of one, so that the key is
-- worked out once, and not for each word that it is held against.
create or replace temp macro access_of_word(word) as
    list_transform(
        [service_key(word)],
        lambda key: case key
            when 'flatrate' then 'subscription'
            when 'subscription' then 'subscription'
            when 'svod' then 'subscription'
            when 'channel' then 'channel'
            when 'free' then 'free'
            when 'ads' then 'ads'
            when 'avod' then 'ads'
            when 'rent' then 'rent'
            when 'rental' then 'rent'
            when 'buy' then 'buy'
            when 'purchase' then 'buy'
        end
    )[1];

-- What a service's name says of the way to watch: a channel, or a plan with advertisements.
create or replace temp macro access_of_name(name) as
    case
        when regexp_matches(trim(name), channel_ending()) then 'channel'
        when regexp_matches(trim(name), ads_ending()) then 'ads'
        else (
            select min(access) from staging.service where spelling_key = service_key(name)
        )
    end;

-- The way to watch, of a source's word (null: it does not say) and its name of the service: what
-- is part of a subscription may be a channel or have advertisements. Null for an unknown word.
create or replace temp macro offer_access(word, name) as
    coalesce(
        case
            when access_of_word(coalesce(word, 'subscription')) = 'subscription'
                then access_of_name(name)
        end,
        access_of_word(coalesce(word, 'subscription'))
    );

-- The same where TMDb's identifier of the service may say more than its name.
create or replace temp macro provider_access(word, name, provider) as
    coalesce(
        case
            when offer_access(word, name) = 'subscription'
                then (
                    select min(access)
                    from staging.service
                    where provider_id = try_cast(provider as bigint)
                )
        end,
        offer_access(word, name)
    );

-- The ISO 3166 code of a region, from its code or its name; null for what is neither.
create or replace temp macro region_code(name) as
    if(
        upper(trim(name)) = 'UK',
        'GB',
        coalesce(
            (select min(country_code) from staging.country where country_code = upper(trim(name))),
            (
                select min(country_code)
                from staging.country
                where country_key = region_key(name)
            )
        )
    );
