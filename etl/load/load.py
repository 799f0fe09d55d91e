"""Loads the files of a data directory into raw.*: every row is loaded, rejected or a duplicate.

A file is taken out of its container, read into a temporary table of texts, recognised by its
columns and sorted; then its rows land in one transaction with their rejects and their line in
``ops.loads``. Bytes that were loaded before are not loaded again. A file that cannot be read stops
nothing but itself.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from textwrap import shorten

import duckdb

from catalogue_common.disk import no_room_behind
from catalogue_common.errors import SourceError
from catalogue_common.files import sha256_of
from catalogue_common.progress import Progress
from catalogue_common.settings import Limits
from etl.load.containers import tables_in
from etl.load.discover import DataFile, find_files, is_synthetic
from etl.load.loads import (
    Load,
    LoadOptions,
    as_own_list,
    is_loaded,
    record,
    see_again,
    was_at_fault,
)
from etl.load.places import place_apart, with_place
from etl.load.read_file import check_suffix
from etl.load.recognise import NoKindError, recognise
from etl.load.same_day import DifferentSnapshotsError, changed_since, give_way, same_snapshot
from etl.load.scratch import Scratch, load_statement
from etl.load.shrink import refuse_shrunken
from etl.load.table_reading import TablePlace, read_table
from etl.load.table_values import RecognisedTable, SortedRows
from etl.load.values import refuse_unread
from warehouse.sql_files import one_transaction
from warehouse.sql_files import quote_identifier as quoted

log = logging.getLogger("catalogue")


def load_all(  # noqa: PLR0913 - what a run may choose
    con: duckdb.DuckDBPyConnection,
    data: Path,
    *,
    run_id: str,
    progress: Progress,
    accept_shrink: bool = False,
    accept_unread: bool = False,
    limits: Limits | None = None,
) -> list[Load]:
    """Load every file under ``data`` that is new; returns what became of each.

    Args:
        con: a connection to the warehouse that is being built.
        data: the data directory.
        run_id: under which the loads are recorded.
        progress: shows how many files are done.
        accept_shrink: load a file even where it has far fewer rows than the one it follows.
        accept_unread: load a file even where most of a column was not understood.
        limits: what a file may take.

    Raises:
        SourceError: the directory is missing or empty, or not one file in it could be read.
    """
    files, loads = find_files(data)
    synthetic = is_synthetic(data)
    run = LoadOptions(run_id, synthetic, accept_shrink, accept_unread, limits or Limits())
    for stray in loads:
        log.warning("skipped %s", stray.message)
        record(con, stray, run)
    for file in progress.track(files, "files", total=len(files)):
        loads += _load_tables(con, file, run)
    loads = [changed_since(load, run) for load in loads]
    if all(load.status == "skipped" for load in loads):
        raise SourceError(
            f"No file in {data} could be read; the reasons are above. The published warehouse and "
            "report are as they were."
        )
    return loads


def _load_tables(con: duckdb.DuckDBPyConnection, file: DataFile, run: LoadOptions) -> list[Load]:
    """Load a file's table, or each of the tables in a zip; of those, what no source reads is
    passed over if another is loaded."""
    whole = Load(file.source, file.name, sha256_of(file.path), "loaded")
    try:
        check_suffix(file.path.name)
        file = with_place(con, file)
        names = tables_in(file.path)
    except (SourceError, OSError) as error:
        _raise_if_disk_is_full(error)
        return [_skip(con, whole, error, run)]
    whole = replace(
        whole,
        source=file.source,
        service=file.service,
        region=file.region,
        apart=place_apart(file),
    )
    if names == [""]:
        return [_load_or_skip(con, file, whole, run)]
    loads = []
    others: list[tuple[Load, SourceError]] = []
    for name in names:
        load = replace(whole, file=f"{file.name}/{name}", table=name)
        try:
            loads.append(_load_or_skip(con, file, load, run, is_one_of_several=True))
        except NoKindError as error:
            others.append((load, error))
    if not any(load.status != "skipped" for load in loads):
        loads += [_skip(con, load, error, run) for load, error in others]
    elif others:
        log.info("%s: passed over %s", file.name, ", ".join(load.table for load, _ in others))
    return loads


def _load_or_skip(
    con: duckdb.DuckDBPyConnection,
    file: DataFile,
    load: Load,
    run: LoadOptions,
    is_one_of_several: bool = False,
) -> Load:
    load = as_own_list(con, load)
    if is_loaded(con, load):
        see_again(con, load)
        return replace(load, status="unchanged")
    try:
        return _load(con, file, load, run)
    except (SourceError, duckdb.Error, OSError) as error:
        _raise_if_disk_is_full(error)
        if is_one_of_several and isinstance(error, NoKindError):
            raise
        return _skip(con, load, error, run)


def _raise_if_disk_is_full(error: Exception) -> None:
    """Fail where there is no room: the file is not at fault, and without it a week would be poorer.

    Raises:
        OSError: the disk did not take what was unpacked or converted.
    """
    if refused := no_room_behind(error):
        raise refused


def _skip(con: duckdb.DuckDBPyConnection, load: Load, error: Exception, run: LoadOptions) -> Load:
    known = was_at_fault(con, load, run)
    message = f"{load.file}: {first_line(error)}"
    load = replace(load, status="skipped", message=message, is_known_fault=known)
    log.warning("skipped %s", load.message)
    day = error.snapshot_on if isinstance(error, DifferentSnapshotsError) else None
    record(con, load, run, day)
    return load


def first_line(error: Exception) -> str:
    """The gist of an error: DuckDB appends the whole dialect and the offending row."""
    text = (str(error).strip() or type(error).__name__).splitlines()[0]
    return shorten("".join(sign if sign.isprintable() else " " for sign in text), 600)


def _load(con: duckdb.DuckDBPyConnection, file: DataFile, load: Load, run: LoadOptions) -> Load:
    with Scratch(con) as scratch:
        reading = read_table(
            scratch,
            TablePlace(file.path, load.file, load.table),
            lambda scratch, read: recognise(scratch, read, file.kinds),
            run.limits,
        )
        rows, table = reading.rows, reading.table
        if not run.accept_unread:
            refuse_unread(reading.columns, table.source.essential)
        load = replace(
            load,
            message=_said_of(table, reading.unread),
            rows_read=rows.read_count,
            rows_loaded=rows.loaded_count,
            rows_rejected=rows.rejected_count,
            rows_duplicate=rows.repeated_count,
            columns=reading.columns,
            unread=reading.unread,
        )
        load, others = same_snapshot(con, table, load, run, reading.snapshot_on)
        if load.rows_loaded and not run.accept_shrink:
            refuse_shrunken(con, table.source, load, reading.snapshot_on)
        # Only now: rows that a transaction has just written are read by one thread.
        with one_transaction(con):
            give_way(con, table, others, load, run)
            if load.rows_loaded:
                _insert(con, rows, load)
            record(con, load, run, reading.snapshot_on)
    return load


def _said_of(table: RecognisedTable, unread: tuple[str, ...]) -> str:
    """What the reader of a load should know of its columns."""
    lacking = [text for name, text in table.source.lacking.items() if name not in table.found_as]
    said = [*unread, *table.read.notes, *lacking]
    if table.unknown:
        said.append(f"columns not loaded: {', '.join(table.unknown)}")
    return "; ".join(said)


def _insert(con: duckdb.DuckDBPyConnection, rows: SortedRows, load: Load) -> None:
    table = rows.table
    columns = ", ".join(quoted(column) for column in table.source.columns)
    # The rows have their numbers: they may be written by several threads, in any order.
    con.execute("set preserve_insertion_order = false")
    con.execute(
        f"""
        insert into {table.source.table} (load_id, row_number, {columns})
        select $load_id, row_number, {columns} from {table.rows}
        """,
        {"load_id": load.load_id},
    )
    con.execute("set preserve_insertion_order = true")
    con.execute(
        load_statement("insert_rejects", set_aside=rows.set_aside, broken=table.read.broken),
        {"load_id": load.load_id, "file": load.file},
    )
