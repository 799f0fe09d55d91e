"""The published marts as files: one Parquet or CSV file a mart, or one workbook, and a manifest.

A reader that finds ``manifest.json`` finds the files that it names, whole and of one run: it is
taken away before the first file is replaced and put back after the last.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import duckdb

from catalogue_common.clock import utc_now
from catalogue_common.errors import ExportError
from catalogue_common.files import parse_json, replace_file, sha256_of
from warehouse.data_package import PACKAGE, data_package
from warehouse.export_rows import write_batches
from warehouse.mart_descriptions import Mart, marts_named, origin_of
from warehouse.query import for_spreadsheets
from warehouse.reading import of_this_version, open_published

FileFormat = Literal["parquet", "csv", "xlsx"]

MANIFEST = "manifest.json"
FILES = ("file", "rest_file")
"""Where a manifest names the files of a mart."""


def export_files(
    warehouse: Path, directory: Path, format: FileFormat, names: Sequence[str] = ()
) -> dict[str, Any]:
    """Write marts to a directory and return the manifest; files of others there are kept.

    Args:
        warehouse: the published file.
        directory: where to; it is made.
        format: ``parquet`` and ``csv``: a file a mart, and a data package; ``xlsx``: a workbook.
        names: of the marts; all of them where none is named.

    Raises:
        QueryError: the warehouse cannot be read.
        ExportError: the directory cannot be written, or there is no such mart.
    """
    partial = directory / ".partial"
    try:
        shutil.rmtree(partial, ignore_errors=True)
        with open_published(warehouse) as con, of_this_version(warehouse):
            marts = marts_named(con, list(names))
            partial.mkdir(parents=True)
            manifest = _write_all(con, marts, partial, format)
        _swap_in(partial, directory, manifest)
    except (OSError, duckdb.Error) as error:
        raise ExportError(
            f"The export to {directory} stopped: {error}. If {MANIFEST} is there, so is the export "
            "that it lists, whole; if not, the files may be of two runs. Make room or give write "
            "permission, then export again."
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


def _write_all(
    con: duckdb.DuckDBPyConnection, marts: list[Mart], partial: Path, format: FileFormat
) -> dict[str, Any]:
    """Write the files into the folder beside their place; returns the manifest of them."""
    origin, now = origin_of(con), utc_now().isoformat(timespec="seconds") + "Z"
    if format == "xlsx":
        tables = _write_book(con, marts, partial)
    else:
        tables = [_write(con, mart, partial, format) for mart in marts]
    manifest = {**asdict(origin), "exported_at": now, "format": format, "tables": tables}
    if format != "xlsx":
        text = json.dumps(data_package(con, marts, manifest), indent=1, ensure_ascii=False)
        (partial / PACKAGE).write_text(text + "\n", encoding="utf-8")
    return manifest


def _write_book(
    con: duckdb.DuckDBPyConnection, marts: list[Mart], partial: Path
) -> list[dict[str, Any]]:
    try:
        from warehouse.export_workbook import write_marts_book  # noqa: PLC0415 - of an extra
    except ImportError as error:
        raise ExportError(
            "Workbooks are written by XlsxWriter, which is not installed. Nothing was exported. "
            "Install it (pip install 'catalogue-insights[excel]'), or take --format csv."
        ) from error
    return write_marts_book(con, marts, origin_of(con), partial)


def _write(
    con: duckdb.DuckDBPyConnection, mart: Mart, directory: Path, format: Literal["parquet", "csv"]
) -> dict[str, Any]:
    path = directory / f"{mart.name}.{format}"
    rows = mart.read(con) if format == "parquet" else for_spreadsheets(mart.read(con))
    row_count = write_batches(rows, path, format)
    return {
        "name": mart.name,
        "file": path.name,
        "comment": mart.comment,
        "row_count": row_count,
        "bytes": path.stat().st_size,
        "sha256": sha256_of(path),
        "columns": [asdict(column) for column in mart.columns],
    }


def _swap_in(partial: Path, directory: Path, manifest: dict[str, Any]) -> None:
    """Replace what an earlier export left, and nothing else."""
    stale = set(_listed(directory / MANIFEST))
    (directory / MANIFEST).unlink(missing_ok=True)
    written = {path.name for path in partial.iterdir()}
    for name in sorted(written):
        (partial / name).replace(directory / name)
    for name in stale - written:
        (directory / name).unlink(missing_ok=True)
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    replace_file(directory / MANIFEST, text + "\n")


def _listed(manifest: Path) -> Iterator[str]:
    """The plain file names that a manifest lists; none if it is no manifest of ours."""
    try:
        said = parse_json(manifest.read_text(encoding="utf-8"))
        names = [str(table[part]) for table in said["tables"] for part in FILES if part in table]
        names.append(PACKAGE)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return
    yield from (name for name in names if Path(name).name == name)
