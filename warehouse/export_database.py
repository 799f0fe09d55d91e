"""The published marts in any database that SQLAlchemy reaches: in bulk, each replaced in one go.

A mart is written to a new table, which takes the old one's name in the same transaction: readers
see the old rows or the new ones. PostgreSQL takes the rows by COPY, others by bulk inserts.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa
from pyarrow import csv
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.schema import DropTable

from catalogue_common.clock import utc_now
from catalogue_common.errors import ExportError
from warehouse.mart_descriptions import Column, Mart, Origin, marts_of, origin_of
from warehouse.query import BATCH
from warehouse.reading import open_published
from warehouse.sql_files import quote_identifier, read_statement

TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "VARCHAR": sa.Text,
    "BOOLEAN": sa.Boolean,
    "INTEGER": sa.Integer,
    "BIGINT": sa.BigInteger,
    "DOUBLE": sa.Double,
    "DATE": sa.Date,
    "TIMESTAMP": sa.DateTime,
}
"""What a column becomes; a type that is not here becomes text."""

RECORD = Mart(
    "catalogue_export",
    "One row per mart that the last whole export copied; written after all of them.",
    [
        Column("table_name", "VARCHAR", "the mart"),
        Column("row_count", "BIGINT", "its rows"),
        Column("run_id", "VARCHAR", "the run that published them"),
        Column("week", "VARCHAR", "ISO week of the run"),
        Column("is_synthetic", "BOOLEAN", "whether they are of the synthetic sample"),
        Column("exported_at", "TIMESTAMP", "when the export ended, UTC"),
    ],
)


@dataclass
class Copied:
    """What was copied so far: rows by mart."""

    target: str
    origin: Origin
    row_counts: dict[str, int]


def export_database(warehouse: Path, address: str, schema: str | None = None) -> Copied:
    """Copy every mart to the database of an address such as ``postgresql://user@host/name``.

    Raises:
        QueryError: the warehouse cannot be read.
        ExportError: the database cannot be reached, or refuses; its tables are old or new, whole.
    """
    url = _url(address)
    with open_published(warehouse) as con, _engine(url) as engine:
        copied = Copied(url.render_as_string(hide_password=True), origin_of(con), {})
        with _explained(copied, engine):
            for mart in marts_of(con):
                rows = mart.read(con).project(", ".join(map(_value, mart.columns)))
                copied.row_counts[mart.name] = _replace(engine, mart, schema, rows)
            _replace(engine, RECORD, schema, _record(con, copied))
    return copied


def _url(address: str) -> URL:
    try:
        url = sa.make_url(address)
    except sa.exc.ArgumentError as error:
        raise ExportError(
            "The address of the database cannot be read; nothing was exported. Expected something "
            "like postgresql://user:password@host/database or sqlite:///marts.sqlite."
        ) from error
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    return url


@contextmanager
def _engine(url: URL) -> Iterator[Engine]:
    try:
        engine = sa.create_engine(url, hide_parameters=True, poolclass=sa.NullPool)
    except (sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise ExportError(
            f"There is no driver here for {url.drivername}; nothing was exported. For PostgreSQL: "
            "pip install 'catalogue-insights[postgres]'; for others, see SQLAlchemy's dialects."
        ) from error
    if engine.dialect.name == "sqlite":
        _begin_explicitly(engine)
    yield engine


def _begin_explicitly(engine: Engine) -> None:
    """Python's sqlite3 would begin only at the first insert, and create the table before that."""

    @sa.event.listens_for(engine, "connect")
    def _connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin immediate")


@contextmanager
def _explained(copied: Copied, engine: Engine) -> Iterator[None]:
    """Turn what the database refuses into one message, without parameters and passwords."""
    driver = engine.dialect.loaded_dbapi
    try:
        yield
    except (sa.exc.SQLAlchemyError, driver.Error, duckdb.Error) as error:
        cause = " ".join(str(getattr(error, "orig", None) or error).split()).rstrip(".")
        raise ExportError(
            f"The export to {copied.target} stopped: {cause}. {len(copied.row_counts)} marts were "
            "replaced, the others are as they were; none is half written. Export again when the "
            "cause is mended."
        ) from error


def _value(column: Column) -> str:
    """A column as its new type takes it; PostgreSQL has no character 0."""
    name = quote_identifier(column.name)
    if column.kind in TYPES and column.kind != "VARCHAR":
        return name
    return f"replace({name}::varchar, chr(0), '') as {name}"


def _record(con: duckdb.DuckDBPyConnection, copied: Copied) -> duckdb.DuckDBPyRelation:
    return con.sql(
        read_statement("warehouse/export_record"),
        params={
            "names": list(copied.row_counts),
            "counts": list(copied.row_counts.values()),
            "now": utc_now(),
            "run_id": copied.origin.run_id,
            "week": copied.origin.week,
            "is_synthetic": copied.origin.is_synthetic,
        },
    )


def _replace(engine: Engine, mart: Mart, schema: str | None, rows: duckdb.DuckDBPyRelation) -> int:
    """Write the rows to a new table and give it the old one's name, all in one transaction."""
    old, new = (_table(mart, name, schema) for name in (mart.name, f"{mart.name}__new"))
    with engine.begin() as connection:
        connection.execute(DropTable(new, if_exists=True))
        new.create(connection)
        row_count = _insert(connection, new, rows.to_arrow_reader(BATCH))
        connection.execute(DropTable(old, if_exists=True))
        quoted = connection.dialect.identifier_preparer
        connection.exec_driver_sql(
            f"alter table {quoted.format_table(new)} rename to {quoted.quote(old.name)}"
        )
    return row_count


def _table(mart: Mart, name: str, schema: str | None) -> sa.Table:
    columns = [
        sa.Column(column.name, TYPES.get(column.kind, sa.Text), comment=column.comment)
        for column in mart.columns
    ]
    return sa.Table(name, sa.MetaData(schema=schema), *columns, comment=mart.comment)


def _insert(connection: Connection, table: sa.Table, reader: pa.RecordBatchReader) -> int:
    is_psycopg = connection.dialect.driver == "psycopg"
    insert = _copy_in if is_psycopg else _insert_in
    return sum(insert(connection, table, batch) for batch in reader)


def _insert_in(connection: Connection, table: sa.Table, batch: pa.RecordBatch) -> int:
    if batch.num_rows:
        connection.execute(table.insert(), batch.to_pylist())
    return int(batch.num_rows)


def _copy_in(connection: Connection, table: sa.Table, batch: pa.RecordBatch) -> int:
    """COPY as CSV: an empty text comes quoted and null does not, as PostgreSQL expects."""
    name = connection.dialect.identifier_preparer.format_table(table)
    text = io.BytesIO()
    csv.write_csv(batch, text, csv.WriteOptions(include_header=False))
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"copy {name} from stdin (format csv)") as copy:
        copy.write(text.getbuffer())
    return int(batch.num_rows)
