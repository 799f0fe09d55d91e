"""Catalogues of other services as dated CSV snapshots, in the shape of Netflix's."""

from dataclasses import replace

from etl.sources import netflix

SOURCE = replace(
    netflix.SOURCE,
    name="services",
    table="raw.service_titles",
    # Their identifiers are row numbers, which nothing is made of.
    values={name: kind for name, kind in netflix.SOURCE.values.items() if name != "show_id"},
    service="",
)
