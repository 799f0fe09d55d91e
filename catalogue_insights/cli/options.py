"""What the commands share: options that mean the same everywhere, exit codes, setting up."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from catalogue_common.progress import Progress
    from catalogue_common.settings import Settings

SUCCEEDED, FAILED, DEGRADED = 0, 1, 2

Data = Annotated[
    Path | None, typer.Option(help="Data directory: a folder per source (netflix/, tmdb/, top10/).")
]
Warehouse = Annotated[Path | None, typer.Option(help="The DuckDB file to publish.")]
Reports = Annotated[Path | None, typer.Option(help="Directory of the weekly reports.")]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help="The day that counts as today: names the week of the run."
    ),
]
AcceptShrink = Annotated[
    bool | None,
    typer.Option(
        "--accept-shrink", help="Load files that hold fewer than half the rows of the last ones."
    ),
]
AcceptUnread = Annotated[
    bool | None,
    typer.Option(
        "--accept-unread", help="Load files of which most of a column cannot be understood."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only warnings and errors.")]


def set_up(quiet: bool, **options: Any) -> tuple[Settings, Progress]:
    """The settings, with options over them, and what shows the steps; logging begins."""
    from catalogue_common.progress import Progress, set_up_logging
    from catalogue_common.settings import load_settings

    settings = load_settings(**options)
    progress = Progress(quiet=quiet)
    set_up_logging(progress, settings.log_format)
    if settings.fetch.region:
        logging.getLogger("catalogue").warning(
            "[fetch] region is the old name of [catalogue] region and will not be read for ever: "
            "rename it in the settings"
        )
    return settings, progress


def steerless(text: str) -> str:
    """The text on one line, without what would steer a terminal: it may quote a file's name."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
