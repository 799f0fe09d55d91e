"""Refuses a file that holds far less than the one it follows: half a download looks like a file."""

from __future__ import annotations

import re

import duckdb

from catalogue_common.errors import SourceError
from etl.load.loads import Load
from etl.load.scratch import load_statement
from etl.sources.source import Source

_DATED = re.compile(r"(?<!\d)20\d\d[-_.]?\d\d(?:[-_.]?\d\d)?(?!\d)")
_STATED_TOTAL = re.compile(r"_of\d+(?=_)")
KEPT_SHARE = 0.5


def refuse_shrunken(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    load: Load,
    snapshot_on: str | None,
) -> None:
    """Compare a file with the newest loaded one of its series that is not younger.

    A series is what bears the same name but for the date in it; for a source whose every file is a
    whole listing, all its files. Each service and region has series of its own.

    Raises:
        SourceError: it has fewer than half of that file's rows.
    """
    parameters = {
        "source": load.source,
        "service": load.service,
        "region": load.region,
        "snapshot_on": snapshot_on,
    }
    earlier = con.execute(load_statement("earlier_loads"), parameters)
    for name, before in earlier.fetchall():
        if source.is_whole or series_of(name) == series_of(load.file):
            if load.rows_read < before * KEPT_SHARE:
                raise SourceError(
                    f"its {load.rows_read:,} rows are fewer than half of the {before:,} in {name}. "
                    "If that is right, load it with --accept-shrink."
                )
            return


def series_of(file: str) -> str:
    """A file's name without its date, and without the length that the source states of a list: what
    the next file of its kind will be called, too."""
    return _DATED.sub("*", _STATED_TOTAL.sub("", file))
