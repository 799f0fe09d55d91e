"""``catalogue sample``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from catalogue_insights.cli.options import Quiet, set_up

Titles = Annotated[
    int, typer.Option(min=100, max=10_000_000, help="How many titles there are in all sources.")
]
Weeks = Annotated[int, typer.Option(min=1, max=52, help="How many weekly lists each service has.")]
Out = Annotated[Path, typer.Option(help="The folder to write: a new or an empty one.")]
Seed = Annotated[
    int | None, typer.Option(min=0, help="The same seed gives the same files; else the settings'.")
]
Today = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day that the files are of: 2026-11-16, if none."),
]


def sample_command(
    titles: Titles,
    out: Out,
    weeks: Weeks = 1,
    seed: Seed = None,
    today: Today = None,
    quiet: Quiet = False,
) -> None:
    """Write an invented data directory of any size, to try how a large catalogue does.

    Of three titles in ten an outcome is known: Netflix lists them, or TMDb's users voted on them.

    Example: catalogue sample --titles 200000 --weeks 4 --out large && catalogue run --data large
    """
    settings, progress = set_up(quiet)
    from etl.synthetic import DEFAULT_TODAY
    from etl.synthetic.large_sample import write_large_sample
    from etl.synthetic.portions import World

    day = today.date() if today else DEFAULT_TODAY
    world = World(titles, weeks, settings.seed if seed is None else seed, day)
    write_large_sample(out, world, settings.threads, progress)
    if not quiet:
        typer.echo(f"wrote {titles:,} invented titles to {out}: catalogue run --data {out}")
