"""Loads the files of a data directory into raw.*: every row is loaded, rejected or a duplicate.

A file is read by DuckDB into a temporary table of texts, its columns are recognised by name, and
its rows land in one transaction with their rejects and their line in ``ops.loads``. Bytes that were
loaded before are not loaded again. A file that cannot be read stops nothing but itself.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from pathlib import Path

import duckdb

from catalogue_common.errors import SourceError
from catalogue_common.progress import Progress
from etl.load.dates import date_in_name
from etl.load.discover import DataFile, find_files, is_synthetic
from etl.load.files import read_file, readable_copy
from etl.load.loads import Load, Loading, is_loaded, record, see_again
from etl.load.recognise import recognise
from etl.load.shrink import refuse_shrunken
from etl.sources.source import Source
from warehouse.sql_files import one_transaction
from warehouse.sql_files import quote_identifier as quoted

log = logging.getLogger("catalogue")


def load_all(
    con: duckdb.DuckDBPyConnection,
    data: Path,
    *,
    run_id: str,
    progress: Progress,
    accept_shrink: bool = False,
) -> list[Load]:
    """Load every file under ``data`` that is new; returns what became of each.

    Args:
        con: a connection to the warehouse that is being built.
        data: the data directory.
        run_id: under which the loads are recorded.
        progress: shows how many files are done.
        accept_shrink: load a file even where it has far fewer rows than the one it follows.

    Raises:
        SourceError: the directory is missing or empty, or not one file in it could be read.
    """
    files, loads = find_files(data)
    synthetic = is_synthetic(data)
    run = Loading(run_id, synthetic, accept_shrink)
    for stray in loads:
        log.warning("skipped %s", stray.message)
        record(con, stray, run)
    for file in progress.track(files, "files", total=len(files)):
        loads.append(_load_or_skip(con, file, run))
    if all(load.status == "skipped" for load in loads):
        raise SourceError(
            f"No file in {data} could be read; the reasons are above. The published warehouse and "
            "report are as they were."
        )
    return loads


def _load_or_skip(con: duckdb.DuckDBPyConnection, file: DataFile, run: Loading) -> Load:
    load = Load(file.source, file.name, sha256_of(file.path), "loaded")
    if is_loaded(con, load):
        see_again(con, load)
        return replace(load, status="unchanged")
    try:
        load = _land(con, file, load, run)
    except (SourceError, duckdb.Error, OSError) as error:
        load = replace(load, status="skipped", message=f"{file.name}: {first_line(error)}")
        log.warning("skipped %s", load.message)
        record(con, load, run)
    finally:
        con.execute("drop view if exists incoming; drop table if exists set_aside")
        con.execute("drop table if exists file_rows")
    return load


def first_line(error: Exception) -> str:
    """The gist of an error: DuckDB appends the whole dialect and the offending row."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _land(con: duckdb.DuckDBPyConnection, file: DataFile, load: Load, run: Loading) -> Load:
    with readable_copy(file.path) as path:
        broken = read_file(con, path, file.kinds[0].suffixes)
    source, unknown = recognise(con, file.kinds)
    load = replace(_sort_out(con, source, load, broken), message=_unknown_columns(unknown))
    snapshot_on = _snapshot_on(con, source, file.path.name)
    if not run.accept_shrink:
        refuse_shrunken(con, source, load.file, load.rows_read, snapshot_on)
    # Only now: rows that a transaction has just written are read by one thread.
    with one_transaction(con):
        _keep(con, source, load)
        record(con, load, run, snapshot_on)
    return load


def _sort_out(con: duckdb.DuckDBPyConnection, source: Source, load: Load, broken: int) -> Load:
    """Leave in ``incoming`` what is to be loaded: put rejects aside and drop what repeats a row."""
    read = _count(con, "file_rows")
    rejected = _reject(con, source)
    duplicate = _drop_repeated(con, source)
    if read == rejected + duplicate:
        raise SourceError(f"not one of its {read + broken} rows can be used.")
    return replace(
        load,
        rows_read=read + broken,
        rows_loaded=_count(con, "file_rows"),
        rows_rejected=rejected + broken,
        rows_duplicate=duplicate,
    )


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    found = con.execute(f"select count(*) from {table}").fetchone()
    return int(found[0]) if found else 0


def _reject(con: duckdb.DuckDBPyConnection, source: Source) -> int:
    """Move the rows that cannot be used into ``set_aside``; returns how many."""
    cases = " ".join(
        f"when {condition} then '{reason}'" for reason, condition in source.rejects.items()
    )
    texts = ", ".join(f"{quoted(column)}: {quoted(column)}" for column in source.columns)
    con.execute(
        f"""
        create or replace temp table set_aside as
        with unusable as materialized (
            select place, case {cases} end as reason from incoming where reason is not null
        )

        select place, row_number, reason, to_json({{{texts}}})::varchar as "row"
        from incoming
        inner join unusable using (place)
        """
    )
    con.execute("delete from file_rows where rowid in (select place from set_aside)")
    return _count(con, "set_aside")


def _drop_repeated(con: duckdb.DuckDBPyConnection, source: Source) -> int:
    """Drop the rows whose key an earlier row has; returns how many."""
    key = ", ".join(quoted(column) for column in source.key)
    same = " and ".join(
        f"incoming.{quoted(column)} is not distinct from repeated.{quoted(column)}"
        for column in source.key
    )
    dropped = con.execute(
        f"""
        delete from file_rows
        where rowid in (
            select place
            from incoming
            -- Few rows repeat another: joined to those keys alone, the others are not looked up.
            inner join (
                select {key}, min(place) as first_place
                from incoming
                group by {key}
                having count(*) > 1
            ) as repeated on {same}
            where place > first_place
        )
        """
    ).fetchone()
    return int(dropped[0]) if dropped else 0


def _keep(con: duckdb.DuckDBPyConnection, source: Source, load: Load) -> None:
    columns = ", ".join(quoted(column) for column in source.columns)
    # The rows have their numbers: they may be written by several threads, in any order.
    con.execute("set preserve_insertion_order = false")
    con.execute(
        f"""
        insert into {source.table} (load_id, row_number, {columns})
        select $load_id, row_number, {columns} from incoming
        """,
        {"load_id": load.load_id},
    )
    con.execute("set preserve_insertion_order = true")
    con.execute(
        """
        insert into raw.rejects (load_id, file, row_number, reason, "row")
        select $load_id, $file, row_number, reason, "row" from set_aside
        union all
        select $load_id, $file, row_number, reason, "row" from broken_rows
        """,
        {"load_id": load.load_id, "file": load.file},
    )


def _unknown_columns(names: list[str]) -> str:
    return f"columns not loaded: {', '.join(names)}" if names else ""


def _snapshot_on(con: duckdb.DuckDBPyConnection, source: Source, name: str) -> str | None:
    """The day a file speaks of: in its name, else the last day its rows speak of."""
    found = con.execute(
        f"""
        select ({source.content_date})::varchar, getvariable('as_of')::varchar from incoming
        """
    ).fetchone()
    content, as_of = found or (None, None)
    return date_in_name(name, content, as_of)
