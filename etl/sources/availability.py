"""Tables of who offers a title, as people save TMDb's watch providers (which are JustWatch's)."""

from etl.sources.source import Source

SOURCE = Source(
    name="availability",
    table="raw.watch_providers",
    columns={
        "tmdb_id": ("tmdbid", "tmdb_id", "id"),
        "type": ("type", "media_type", "kind"),
        "provider_id": ("provider_id", "providerid"),
        "provider_name": ("provider_name", "providername", "provider", "service"),
        "access_type": ("access_type", "access", "monetization_type", "offer_type"),
        "country": ("country", "country_code", "region", "iso_3166_1"),
    },
    required=("tmdb_id", "access_type", "country"),
    required_one_of=("provider_name", "provider_id"),
    rejects={
        "id is not a number": "try_cast(tmdb_id as bigint) is null or contains(tmdb_id, '.')",
        "type is neither a film nor a series": "type is not null and title_type(type) is null",
        "no provider that is known or named": "service_name(provider_name, provider_id) is null",
        "its word for the way to watch is not known": (
            "access_type is null or offer_access(access_type, provider_name) is null"
        ),
        "its country is not known": "region_code(country) is null",
    },
    key=("tmdb_id", "type", "provider_id", "provider_name", "access_type", "country"),
)
