"""Files that list the same day: one snapshot in two files is loaded once; two that differ, not at
all, for nobody can tell which of them is the catalogue. Each service and region has its own.

Only for sources whose every file is a whole listing. Files that were loaded by an earlier run count
like those of this one.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

import duckdb

from catalogue_common.clock import utc_now
from catalogue_common.errors import SourceError
from etl.load.loads import Load, LoadOptions
from etl.load.scratch import load_statement
from etl.load.table_values import RecognisedTable
from warehouse.sql_files import one_transaction

log = logging.getLogger("catalogue")

ALIKE = 0.9
"""Of the titles of the smaller of two files, the share that one snapshot has in the other, too."""


class DifferentSnapshotsError(SourceError):
    """Files of one day list different titles: none of them is loaded.

    Attributes:
        snapshot_on: that day.
    """

    def __init__(self, message: str, snapshot_on: str) -> None:
        super().__init__(message)
        self.snapshot_on = snapshot_on


@dataclass(frozen=True)
class OtherFile:
    """A file of the same day that is loaded, or was refused for it by the same run."""

    load_id: str
    file: str
    status: str
    alike: float
    column_count: int
    understood_count: int

    @property
    def rank(self) -> tuple[int, int]:
        return self.column_count, self.understood_count


def same_snapshot(
    con: duckdb.DuckDBPyConnection,
    table: RecognisedTable,
    load: Load,
    run: LoadOptions,
    snapshot_on: str | None,
) -> tuple[Load, list[OtherFile]]:
    """The load with its rows counted as duplicates where another file of its day counts instead;
    else the files that it counts instead of (``take_out``).

    Raises:
        DifferentSnapshotsError: the files list different titles; the others are taken out, too.
    """
    if not table.source.is_whole:
        return load, []
    day = snapshot_on or utc_now().date().isoformat()
    query = load_statement("same_day", table=table.source.table, rows=table.rows)
    named = {
        "source": load.source,
        "service": load.service,
        "region": load.region,
        "load_id": load.load_id,
        "run_id": run.run_id,
        "day": day,
    }
    rows = con.execute(query, named).fetchall()
    others = [OtherFile(*row) for row in rows]
    different = [one for one in others if one.status == "skipped" or one.alike < ALIKE]
    if different:
        raise DifferentSnapshotsError(_refuse_together(con, table, load, others, run), day)
    rank = (
        sum(column.read_count > 0 for column in load.columns),
        load.rows_loaded - sum(column.unread_count for column in load.columns),
    )
    better = [one for one in others if not _counts_before(rank, load.file, one)]
    if not better:
        said = [f"counts instead of {other.file}" for other in others]
        return replace(load, message=_joined(*said, load.message)), others
    message = f"{load.file}: the same snapshot as {better[0].file}, which counts instead"
    log.info("%s", message)
    twice = load.rows_duplicate + load.rows_loaded
    message = _joined(message, load.message)
    return replace(load, message=message, rows_loaded=0, rows_duplicate=twice), []


def _counts_before(rank: tuple[int, int], file: str, other: OtherFile) -> bool:
    """Whether a file counts rather than the other: it has more columns, or more rows understood;
    the first by name, if as much. A file that lacks many of the other's rows never does."""
    fewer, more = sorted((rank[1], other.rank[1]))
    if fewer < ALIKE * more:
        return rank[1] > other.rank[1]
    return rank > other.rank or (rank == other.rank and file < other.file)


def changed_since(load: Load, run: LoadOptions) -> Load:
    """A load as it stands at the end of its run: a later file may have taken its rows out."""
    if load.load_id not in run.taken_out or load.status == "skipped":
        return load
    status, message = run.taken_out[load.load_id]
    twice = load.rows_duplicate + (load.rows_loaded if status == "loaded" else 0)
    return replace(load, status=status, message=message, rows_loaded=0, rows_duplicate=twice)


def _refuse_together(
    con: duckdb.DuckDBPyConnection,
    table: RecognisedTable,
    load: Load,
    others: list[OtherFile],
    run: LoadOptions,
) -> str:
    """Take the other files out, too; returns what to say of each of them."""
    files = sorted({load.file, *(one.file for one in others)})
    message = (
        f"{' and '.join(files)} list different titles of one day, as the catalogues of two "
        "countries do: none of them was loaded. Keep one of them, put the day of each into its "
        f"name, or each into a folder of its region (such as {load.file.split('/')[0]}/…/SE/)."
    )
    with one_transaction(con):
        for other in others:
            if other.status == "loaded":
                said = f"{other.file}: {message}"
                log.warning("skipped %s", said)
                _take_out(con, table, other, run, ("skipped", said))
    return message


def give_way(
    con: duckdb.DuckDBPyConnection,
    table: RecognisedTable,
    others: list[OtherFile],
    load: Load,
    run: LoadOptions,
) -> None:
    """Take out the rows of files of one snapshot that a better one counts instead of."""
    for other in others:
        message = f"{other.file}: the same snapshot as {load.file}, which counts instead"
        log.info("%s", message)
        _take_out(con, table, other, run, ("loaded", message))


def _take_out(
    con: duckdb.DuckDBPyConnection,
    table: RecognisedTable,
    other: OtherFile,
    run: LoadOptions,
    why: tuple[str, str],
) -> None:
    """Take the rows of a loaded file out again, and record its status and message."""
    status, message = why
    named = {"load_id": other.load_id}
    con.execute(f"delete from {table.source.table} where load_id = $load_id", named)
    if status == "skipped":
        for kept in ("raw.rejects", "ops.load_columns"):
            con.execute(f"delete from {kept} where load_id = $load_id", named)
    con.execute(load_statement("take_out"), {**named, "status": status, "message": message})
    run.taken_out[other.load_id] = why


def _joined(*messages: str) -> str:
    return "; ".join(message for message in messages if message)
