"""Pages made of sections: those of the weekly report, and some of their own.

They cost seconds of drawing and are the same for all who look, so they are made once a week.
"""

from __future__ import annotations

import logging
from pathlib import Path

from catalogue_common.errors import ReportError
from catalogue_insights.serve.generation import Generation
from reports.page import Block, block_of
from reports.sections import load_section, run_section
from warehouse.sql_files import SQL

log = logging.getLogger("catalogue")

MODELS = ("serve/sections/1*.sql", "reports/8[0136-9]_*.sql")
TRACK = (
    "reports/82_track_record.sql",
    "serve/sections/5*.sql",
    "reports/82_tracked_*.sql",
    "reports/82_c*.sql",
)
TAGS = ("reports/8[45]_*.sql",)
DATA = ("serve/sections/2*.sql", "reports/9[0-4]_*.sql", "serve/sections/[34]*.sql")
"""Which files make a page, in its order."""


def models_of(generation: Generation) -> list[Block]:
    """The sections of the page on models."""
    return generation.keep("models", lambda week: _blocks(week, MODELS))


def track_of(generation: Generation) -> list[Block]:
    """The sections of the page on what became of forecasts."""
    return generation.keep("track", lambda week: _blocks(week, TRACK))


def tags_of(generation: Generation) -> list[Block]:
    """The sections of the page on genres, tag by tag."""
    return generation.keep("tags", lambda week: _blocks(week, TAGS))


def data_of(generation: Generation) -> list[Block]:
    """The sections of the page on data."""
    return generation.keep("data", lambda week: _blocks(week, DATA))


def prepare(generation: Generation) -> None:
    """Make them all, before the week is shown."""
    models_of(generation)
    track_of(generation)
    tags_of(generation)
    data_of(generation)


def _blocks(generation: Generation, patterns: tuple[str, ...]) -> list[Block]:
    found = [path for pattern in patterns for path in sorted(SQL.glob(pattern))]
    return [block for block in (_block(generation, path) for path in found) if block]


def _block(generation: Generation, path: Path) -> Block | None:
    """The section, unless the week was published before there was what it shows."""
    run = generation.run
    try:
        with generation.engine().connect() as connection:
            return block_of(run_section(load_section(path), connection, run.params), run, "")
    except ReportError as error:
        log.warning("left out: %s", str(error).splitlines()[0])
        return None
