"""``catalogue export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from catalogue_insights.cli.options import Warehouse, set_up


def export_command(
    to: Annotated[
        str,
        typer.Option(
            envvar="CATALOGUE_EXPORT_TO",
            help="A directory, or a database's address (postgresql://…, sqlite:///…).",
        ),
    ],
    format: Annotated[
        Literal["parquet", "csv", "xlsx"] | None,
        typer.Option(help="Of the files: parquet unless said; xlsx is one workbook."),
    ] = None,
    schema: Annotated[
        str | None, typer.Option(help="Of the database: where the tables go, if it has schemas.")
    ] = None,
    mart: Annotated[
        list[str] | None, typer.Option(help="A mart to copy to files, again for each; else all.")
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Copy the marts of the published warehouse to files or to another database.

    Beside Parquet and CSV files stands a datapackage.json, which tells tools what they hold.

    An address with a password is better given in CATALOGUE_EXPORT_TO than as an option.

    Example: catalogue export --format csv --to marts
    """
    is_database = "://" in to
    if (is_database and (format or mart)) or (schema and not is_database):
        raise typer.BadParameter("--format and --mart are for a directory, --schema for a database")
    settings, _ = set_up(True, warehouse=warehouse)
    if is_database:
        from warehouse.export_database import export_database

        copied = export_database(settings.warehouse, to, schema)
        typer.echo(f"exported {len(copied.row_counts)} marts of {copied.origin.run_id}")
        typer.echo(f"to: {copied.target}")
    else:
        from warehouse.export_files import export_files

        manifest = export_files(settings.warehouse, Path(to), format or "parquet", mart or ())
        typer.echo(f"exported {len(manifest['tables'])} marts of {manifest['run_id']}")
        typer.echo(f"to: {to}")
