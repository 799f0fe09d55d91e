-- TMDb's watch providers of a title, in a tenth of the letters: TMDb repeats each provider with its
-- logo in every region. Temporary, as all macros.

create or replace temp macro watch_providers_type() as
    '{"results": "MAP(VARCHAR, STRUCT('
    || 'flatrate STRUCT(provider_id BIGINT, provider_name VARCHAR)[], '
    || 'free STRUCT(provider_id BIGINT, provider_name VARCHAR)[], '
    || 'ads STRUCT(provider_id BIGINT, provider_name VARCHAR)[], '
    || 'rent STRUCT(provider_id BIGINT, provider_name VARCHAR)[], '
    || 'buy STRUCT(provider_id BIGINT, provider_name VARCHAR)[]))"}';

create or replace temp macro all_providers(offers) as
    flatten([offers.flatrate, offers.free, offers.ads, offers.rent, offers.buy]);

create or replace temp macro provider_ids(providers) as
    list_transform(providers, lambda provider: provider.provider_id);

-- {"results": {"US": {"flatrate": [{…}], "rent": [{…}]}}} as the providers, each once, and their
-- numbers by region and way to watch; null for what is no such answer.
create or replace temp macro providers_text(v) as
    list_transform(
        [
            map_entries(
                from_json(if(json_valid(v), v, as_json(v)), watch_providers_type()).results
            )
        ],
        lambda regions: case
            when regions is not null
                then
                    to_json(
                        {
                            'providers': list_distinct(
                                flatten(
                                    list_transform(
                                        regions, lambda region: all_providers(region.value)
                                    )
                                )
                            ),
                            'regions': list_transform(
                                regions,
                                lambda region: {
                                    'region': region.key,
                                    'flatrate': provider_ids(region.value.flatrate),
                                    'free': provider_ids(region.value.free),
                                    'ads': provider_ids(region.value.ads),
                                    'rent': provider_ids(region.value.rent),
                                    'buy': provider_ids(region.value.buy)
                                }
                            )
                        }
                    )::varchar
        end
    )[1];
