"""What a published file says of its marts: the one description that all exports and tools read.

Names, comments, keys and types are those of the file itself, where a run put them from the headers
under ``sql/marts``: a new column of a mart is in every export with the next run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import duckdb

from catalogue_common.clock import utc_now
from catalogue_common.errors import ExportError
from warehouse.sql_files import key_parts, quote_identifier, read_statement

_KEY = re.compile(r" Key: ([^.]+)\.$")
_SHARE = re.compile(r"(^|_)(probability|share|chance|percentile)(_|$)")
_SAID_SHARE = re.compile(r"(share|probability|chance) of ")


@dataclass(frozen=True)
class Column:
    """One column of a mart, its type as DuckDB names it."""

    name: str
    kind: str
    comment: str

    @property
    def is_share(self) -> bool:
        """Whether its numbers are parts of one, which people read as percentages."""
        is_said = _SHARE.search(self.name) or _SAID_SHARE.match(self.comment or "")
        return self.kind == "DOUBLE" and bool(is_said)


@dataclass
class Mart:
    """One published mart."""

    name: str
    comment: str
    columns: list[Column] = field(default_factory=list)

    @property
    def key(self) -> dict[str, bool]:
        """The columns that no two rows share, and whether each may be null."""
        found = _KEY.search(self.comment or "")
        return key_parts(found[1]) if found else {}

    def read(self, con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        """All its rows."""
        return con.sql(f"from marts.{quote_identifier(self.name)}")


@dataclass(frozen=True)
class Origin:
    """The run that published the file, and when, in UTC as ISO 8601 says it."""

    run_id: str
    week: str
    is_synthetic: bool
    published_at: str

    @property
    def age_days(self) -> float:
        """How long ago that was."""
        published = datetime.fromisoformat(self.published_at.removesuffix("Z"))
        return round((utc_now() - published) / timedelta(days=1), 1)


def marts_of(con: duckdb.DuckDBPyConnection) -> list[Mart]:
    """All marts of a published file, by name."""
    query = read_statement("dictionary")
    marts: dict[str, Mart] = {}
    for name, comment, *column in con.execute(query, {"schema": "marts"}).fetchall():
        marts.setdefault(name, Mart(name, comment)).columns.append(Column(*column))
    return list(marts.values())


def marts_named(con: duckdb.DuckDBPyConnection, names: list[str]) -> list[Mart]:
    """The marts of these names, in that order; all of them where none is named.

    Raises:
        ExportError: there is no mart of such a name.
    """
    known = {mart.name: mart for mart in marts_of(con)}
    if missing := [name for name in names if name not in known]:
        raise ExportError(
            f"There is no mart {', '.join(missing)}. Nothing was exported. These are there: "
            f"{', '.join(known)}."
        )
    return [known[name] for name in names] if names else list(known.values())


def origin_of(con: duckdb.DuckDBPyConnection) -> Origin:
    """The run that published the file: the newest that came to its end.

    Raises:
        ExportError: the file was never published by a run.
    """
    found = con.execute(read_statement("warehouse/publishing_run")).fetchone()
    if found is None:
        raise ExportError("No run has published this file; nothing was read. Run the job.")
    return Origin(*found)
