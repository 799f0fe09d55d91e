"""``catalogue make-parts``: the titles of a warehouse of which no outcome is known, in parts."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from catalogue_common.settings import Settings
from models.features import read_unknown
from models.parts.part_tables import to_parquet
from models.parts.place import Place
from warehouse.reading import of_this_version, open_published
from warehouse.sql_files import read_statement


def make_parts(settings: Settings, address: str, size: int) -> tuple[int, int]:
    """Write the titles of the published warehouse that a run scores by its final models.

    Args:
        settings: which warehouse.
        address: of the folder that takes the parts; those of the same names are replaced.
        size: titles of a part, at most.

    Returns:
        how many parts and how many titles.

    Raises:
        QueryError: nothing is published, or another version made it.
        PartsError: the parts cannot be written.
    """
    place, parts, titles = Place(address), 0, 0
    with of_this_version(settings.warehouse), open_published(settings.warehouse) as con:
        for content, count in _parts(con, size):
            place.put(f"part-{parts:06d}.parquet", content)
            parts, titles = parts + 1, titles + count
    return parts, titles


def _parts(con: duckdb.DuckDBPyConnection, size: int) -> Iterator[tuple[bytes, int]]:
    for table in read_unknown(con, size):
        wanted = table.select(["title_id"])
        con.register("wanted", wanted)
        ends = {"first": wanted["title_id"][0].as_py(), "last": wanted["title_id"][-1].as_py()}
        part = con.execute(read_statement("parts/of_titles"), ends).to_arrow_table()
        con.unregister("wanted")
        yield to_parquet(part), len(part)
