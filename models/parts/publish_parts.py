"""``catalogue publish-parts``: all parts of a folder of scores, whole, into the published file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import parquet

from catalogue_common.clock import utc_now
from catalogue_common.errors import PartsError
from catalogue_common.files import parse_json
from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from models.parts.place import Place
from models.parts.receipts import MANIFEST, WrittenFile, file_of
from warehouse.changed_copy import changed_copy
from warehouse.parts_tables import add_rows, drop_parts
from warehouse.reading import require_published
from warehouse.sql_files import one_transaction, read_statement

Manifest = Mapping[str, Any]


def publish_parts(settings: Settings, scores: str, progress: Progress) -> int:
    """Publish a copy of the published file whose schema ``parts`` holds these scores.

    What was brought in before goes. A later run of the job keeps what is there.

    Args:
        settings: which warehouse.
        scores: address of the folder of scores; ``score-parts`` must have ended there.
        progress: shows the parts.

    Returns:
        how many titles it holds now.

    Raises:
        QueryError: nothing is published yet.
        PartsError: parts are missing or are not what their receipts say; the published file is as
            it was.
        OtherRunError: a run is at work.
        WarehouseError: the published file cannot be replaced; it is as it was.
    """
    place = Place(scores)
    require_published(settings.warehouse)
    manifest = _manifest(place)
    with changed_copy(settings, "catalogue publish-parts") as con:
        with one_transaction(con):
            drop_parts(con)
            parts = progress.track(_rows(place, manifest), "parts", total=len(manifest["parts"]))
            for tables in parts:
                for table, rows in tables.items():
                    add_rows(con, table, rows)
            add_rows(con, "origin", _origin(place, manifest))
        _check(con, manifest)
    return int(manifest["titles"])


def _manifest(place: Place) -> Manifest:
    if MANIFEST not in place.stamps():
        raise PartsError(
            f"{place.address} has no {MANIFEST}: not all parts are scored. Nothing was published. "
            "Run catalogue score-parts to its end, then this again."
        )
    try:
        said: Manifest = parse_json(place.read(MANIFEST))
        dict(said["parts"])
    except (ValueError, KeyError, TypeError) as error:
        raise PartsError(
            f"{place.address}/{MANIFEST} cannot be read. Nothing was published. Run catalogue "
            "score-parts again: it writes it anew."
        ) from error
    return said


def _rows(place: Place, manifest: Manifest) -> Iterator[dict[str, pa.Table]]:
    """Each part's tables, after their bytes were found to be those of the receipt."""
    for part, files in manifest["parts"].items():
        names = {file_of(table, part): WrittenFile(**own) for table, own in files.items()}
        content = place.read_all(list(names))
        for name, own in names.items():
            if hashlib.sha256(content[name]).hexdigest() != own.sha256:
                raise PartsError(
                    f"{place.address}/{name} is not what its receipt says. Nothing was published. "
                    f"Remove it and run catalogue score-parts: it scores part {part} anew."
                )
        yield {
            table: parquet.read_table(pa.BufferReader(content[file_of(table, part)]))
            for table in files
        }


def _origin(place: Place, manifest: Manifest) -> pa.Table:
    week = re.search(r"week=([0-9]{4}-W[0-9]{2})", place.address)
    return pa.table(
        {
            "address": [place.address],
            "week": pa.array([week[1] if week else None], pa.string()),
            "parts": [len(manifest["parts"])],
            "titles": [manifest["titles"]],
            "models": [json.dumps(manifest["models"], sort_keys=True)],
            "fingerprint": [json.dumps(manifest["fingerprint"], sort_keys=True)],
            "published_at": [utc_now()],
        }
    )


def _check(con: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    found = con.execute("select count(*) from parts.title").fetchone()
    if found != (manifest["titles"],):
        raise PartsError(
            f"The parts hold {found and found[0]} titles and their manifest says "
            f"{manifest['titles']}. Nothing was published. Run catalogue score-parts again."
        )
    if twice := con.execute(read_statement("parts/twice")).fetchall():
        raise PartsError(
            f"Several parts name the same titles, such as {', '.join(own[0] for own in twice)}. "
            "Nothing was published. Keep each title in one part, then score and publish again."
        )
