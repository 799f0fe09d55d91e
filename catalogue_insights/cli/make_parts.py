"""``catalogue make-parts``."""

from __future__ import annotations

from typing import Annotated

import typer

from catalogue_insights.cli.options import Warehouse, set_up


def make_parts_command(
    address: Annotated[
        str, typer.Option("--out", help="Folder for the parts: a path, or s3://bucket/folder.")
    ],
    titles: Annotated[int, typer.Option(min=1, help="Titles of a part, at most.")] = 10_000,
    warehouse: Warehouse = None,
) -> None:
    """Write the published titles of which no outcome is known in parts, as score-parts reads them.

    Example: catalogue make-parts --out parts
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from models.parts.make_parts import make_parts

    parts, count = make_parts(settings, address, titles)
    typer.echo(f"{count} titles in {parts} parts: {address}")
