"""The one DuckDB file, built anew beside the published one by every run.

A run never writes to the published file. It builds a new one in the same directory, carries over
what must be remembered, and replaces the published file (``publish``) when all in the new one has
been checked.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from catalogue_common.errors import WarehouseError
from catalogue_common.settings import Settings
from catalogue_common.text import register as register_repair
from warehouse.migrations import migrate, record_all
from warehouse.parts_tables import carry_parts
from warehouse.paths import PathsBeside, wal_of
from warehouse.publish import set_aside_wal
from warehouse.reading import attached
from warehouse.sql_files import (
    create_macros,
    create_remembered,
    load_seeds,
    one_transaction,
    quote_identifier,
    quote_literal,
    read_statement,
)
from warehouse.sql_variables import set_for_settings

log = logging.getLogger("catalogue")

REMEMBERED = (
    "raw.netflix_titles",
    "raw.service_titles",
    "raw.tmdb_titles",
    "raw.tmdb_genres",
    "raw.watch_providers",
    "raw.offers",
    "raw.tmdb_ids",
    "raw.match_overrides",
    "raw.top10_weeks",
    "raw.engagement_titles",
    "raw.justwatch_titles",
    "raw.justwatch_credits",
    "raw.movielens_ratings",
    "raw.movielens_links",
    "raw.movielens_movies",
    "raw.rejects",
    "core.title_key",
    "ops.loads",
    "ops.load_columns",
    "ops.runs",
    "ops.steps",
    "ops.checks",
    "ops.null_shares",
    "ops.figures",
    "ops.profiles",
    "ops.drift",
    "ops.models",
    "ops.model_metrics",
    "ops.backtest",
    "ops.forecasts",
    "ops.settled",
    "ops.migrations",
    "scores.cluster",
    "scores.history",
    "scores.runs",
)
"""Tables that a run carries over; everything else is built afresh from them."""


@dataclass(frozen=True)
class Build:
    """A new warehouse under construction: its file, an open connection, the file's inode."""

    path: Path
    con: duckdb.DuckDBPyConnection
    number: int

    def close(self) -> None:
        """Write everything to the file and let go of it."""
        self.con.execute("checkpoint warehouse")
        self.con.execute("use memory; detach warehouse; detach staging")
        self.con.close()

    def require_own(self) -> None:
        """See that the file under its name is still the one that was built.

        Raises:
            WarehouseError: another one lies there.
        """
        if _number_of(self.path) != self.number:
            raise WarehouseError(
                f"{self.path} is not the file that this run has built: something else has replaced "
                "it. What is published is as it was. See what works in that folder, then run again."
            )


@contextmanager
def build(settings: Settings) -> Iterator[Build]:
    """A new warehouse file beside the published one; removed again unless it was published."""
    path = PathsBeside(settings.warehouse).new
    _clean_up(path)
    con = _connected(settings)
    made: int | None = None
    try:
        made = _attach_new(con, path, settings)
        yield Build(path, con, made)
    finally:
        with suppress(duckdb.Error):
            con.close()
        if made is None or _number_of(path) in (made, None):  # another run's is left alone
            _clean_up(path)


def _connected(settings: Settings) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config=limits_of(settings) | {"autoinstall_known_extensions": "false"})


def limits_of(settings: Settings) -> dict[str, Any]:
    """What a connection may take that writes beside the published file: threads, memory, where it
    spills."""
    return {
        "threads": str(settings.threads),
        "memory_limit": settings.memory_limit,
        "temp_directory": str(PathsBeside(settings.warehouse).spill),
    }


def _attach_new(con: duckdb.DuckDBPyConnection, path: Path, settings: Settings) -> int:
    """Make the new file with its empty tables; gives its number (inode)."""
    version = quote_literal(settings.storage_version)
    # Not worth a file, nor compressing: what does not fit into the memory limit is spilled.
    con.execute("attach ':memory:' as staging")
    # Nor is a log: a file whose run ends early is dropped, and the last step writes what is left.
    how = f"storage_version {version}, recovery_mode 'no_wal_writes'"
    con.execute(f"attach {quote_literal(str(path))} as warehouse ({how})")
    con.execute("use warehouse")
    create_remembered(con)
    register_repair(con)
    create_macros(con)
    load_seeds(con)
    set_for_settings(con, settings)
    return path.stat().st_ino


def _number_of(path: Path) -> int | None:
    return path.stat().st_ino if path.exists() else None


def _clean_up(path: Path) -> None:
    path.unlink(missing_ok=True)
    wal_of(path).unlink(missing_ok=True)


def carry_over(con: duckdb.DuckDBPyConnection, published: Path, *, synthetic: bool | None) -> None:
    """Copy what must be remembered from the published file, if there is one.

    Args:
        con: a connection to the new file.
        published: the published file.
        synthetic: whether this run is of the synthetic sample; None to take whatever is there.

    Raises:
        QueryError: the published file cannot be read.
        WarehouseError: it holds real data and this run is of the synthetic sample, or it is no file
            of this job.
    """
    if not published.exists():
        record_all(con)
        return
    set_aside_wal(published)
    with attached(con, published):
        if synthetic is None or _same_kind(con, published, synthetic=synthetic):
            known = _known_to_both(con)
            with one_transaction(con):
                for table in filter(known.get, REMEMBERED):
                    _copy(con, table, known[table])
                migrate(con)
                carry_parts(con)
        else:
            record_all(con)


def _same_kind(con: duckdb.DuckDBPyConnection, published: Path, *, synthetic: bool) -> bool:
    """Whether the published file holds what this run is about: real data or the sample."""
    try:
        found = con.execute("select bool_or(is_synthetic) from published.ops.loads").fetchone()
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise WarehouseError(
            f"{published} is not a file of this job: it has no ops.loads. Another tool has put it "
            "there. It was left as it is. Put back a copy with `catalogue restore`, or move it "
            "aside and run the job again."
        ) from error
    was_synthetic = bool(found and found[0])
    if synthetic and not was_synthetic:
        raise WarehouseError(
            f"{published} holds real data, and this run is of the synthetic sample. Nothing was "
            "changed. Give the sample its own file with --warehouse, or real data with --data."
        )
    if was_synthetic and not synthetic:
        log.warning("%s held the synthetic sample; nothing of it is kept", published.name)
    return was_synthetic == synthetic


def _known_to_both(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of each table that both files have, so that an older file can be carried over."""
    found = con.execute(read_statement("warehouse/carried_columns"))
    return dict(found.fetchall())


def _copy(con: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> None:
    names = ", ".join(map(quote_identifier, columns))
    con.execute(f"insert into {table} ({names}) select {names} from published.{table}")
