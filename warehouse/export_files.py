"""The published marts as files: one Parquet or CSV file a mart, and a manifest of them.

A reader that finds ``manifest.json`` finds the files that it names, whole and of one run: it is
taken away before the first file is replaced and put back after the last.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import duckdb
from pyarrow import csv, parquet

from catalogue_common.clock import utc_now
from catalogue_common.errors import ExportError
from catalogue_common.files import parse_json, replace_file, sha256_of
from warehouse.query import BATCH, for_spreadsheets
from warehouse.reading import open_published
from warehouse.sql_files import quote_identifier, read_statement

FileFormat = Literal["parquet", "csv"]

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Column:
    """One column of a mart, its type as DuckDB names it."""

    name: str
    kind: str
    comment: str


@dataclass
class Mart:
    """One published mart."""

    name: str
    comment: str
    columns: list[Column] = field(default_factory=list)

    def read(self, con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        """All its rows."""
        return con.sql(f"from marts.{quote_identifier(self.name)}")


@dataclass(frozen=True)
class Origin:
    """The run that published the file."""

    run_id: str
    week: str
    is_synthetic: bool


def marts_of(con: duckdb.DuckDBPyConnection) -> list[Mart]:
    """All marts of a published file, by name."""
    query = read_statement("dictionary")
    marts: dict[str, Mart] = {}
    for name, comment, *column in con.execute(query, {"schema": "marts"}).fetchall():
        marts.setdefault(name, Mart(name, comment)).columns.append(Column(*column))
    return list(marts.values())


def origin_of(con: duckdb.DuckDBPyConnection) -> Origin:
    """The run that published the file: the newest that came to its end.

    Raises:
        ExportError: the file was never published by a run.
    """
    found = con.execute(read_statement("warehouse/publishing_run")).fetchone()
    if found is None:
        raise ExportError("No run has published this file; nothing was exported. Run the job.")
    return Origin(*found)


def export_files(warehouse: Path, directory: Path, format: FileFormat) -> dict[str, Any]:
    """Write every mart to a directory and return the manifest; files of others there are kept.

    Raises:
        QueryError: the warehouse cannot be read.
        ExportError: the directory cannot be written.
    """
    partial = directory / ".partial"
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        with open_published(warehouse) as con:
            tables = [_write(con, mart, partial, format) for mart in marts_of(con)]
            manifest = _manifest(origin_of(con), format, tables)
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


def _write(
    con: duckdb.DuckDBPyConnection, mart: Mart, directory: Path, format: FileFormat
) -> dict[str, Any]:
    path = directory / f"{mart.name}.{format}"
    rows = mart.read(con) if format == "parquet" else for_spreadsheets(mart.read(con))
    row_count = _write_batches(rows, path, format)
    return {
        "name": mart.name,
        "file": path.name,
        "comment": mart.comment,
        "row_count": row_count,
        "bytes": path.stat().st_size,
        "sha256": sha256_of(path),
        "columns": [asdict(column) for column in mart.columns],
    }


def _write_batches(rows: duckdb.DuckDBPyRelation, path: Path, format: FileFormat) -> int:
    reader, row_count = rows.to_arrow_reader(BATCH), 0
    open_writer = parquet.ParquetWriter if format == "parquet" else csv.CSVWriter
    options = {"compression": "zstd"} if format == "parquet" else {}
    with open_writer(path, reader.schema, **options) as writer:
        for batch in reader:
            writer.write_batch(batch)
            row_count += batch.num_rows
    return row_count


def _manifest(origin: Origin, format: FileFormat, tables: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **asdict(origin),
        "exported_at": utc_now().isoformat(timespec="seconds") + "Z",
        "format": format,
        "tables": tables,
    }


def _swap_in(partial: Path, directory: Path, manifest: dict[str, Any]) -> None:
    """Replace what an earlier export left, and nothing else."""
    stale = set(_listed(directory / MANIFEST))
    (directory / MANIFEST).unlink(missing_ok=True)
    for table in manifest["tables"]:
        (partial / table["file"]).replace(directory / table["file"])
    for name in stale - {table["file"] for table in manifest["tables"]}:
        (directory / name).unlink(missing_ok=True)
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    replace_file(directory / MANIFEST, text + "\n")


def _listed(manifest: Path) -> Iterator[str]:
    """The plain file names that a manifest lists; none if it is no manifest of ours."""
    try:
        tables = parse_json(manifest.read_text(encoding="utf-8"))["tables"]
        names = [str(table["file"]) for table in tables]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return
    yield from (name for name in names if Path(name).name == name)
