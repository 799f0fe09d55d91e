"""Prints how good the published run's models are: ``catalogue evaluate models``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warehouse.reading import open_published
from warehouse.sql_files import SQL, read_header

_LINE = "{:<15} {:<52} {:<15} {:>8} {:>9}  {:<32} {:>7}  {}"
_HEAD = ("model", "titles", "metric", "value", "baseline", "the baseline is", "rows", "over seeds")


def quality_lines(warehouse: Path, model: str | None = None) -> list[str]:
    """Return the figures as lines of text, the head first.

    Args:
        warehouse: the published file; only read.
        model: 'genres_netflix', 'genres_tmdb', 'rating', 'hit' or 'top10'; all without it.

    Raises:
        QueryError: there is no such file, or it is no warehouse.
    """
    query = read_header(SQL / "evaluation" / "quality.sql")[1]
    with open_published(warehouse) as con:
        rows = con.execute(query, {"model": model}).fetchall()
    return [_LINE.format(*_HEAD), *map(_line, rows)]


def _line(row: tuple[Any, ...]) -> str:
    model, part, metric, value, baseline, name, row_count, mean, spread, seed_count = row
    base = "" if baseline is None else f"{baseline:.4f}"
    seeds = "" if spread is None else f"{mean:.4f} ± {spread:.4f} ({seed_count})"
    line = _LINE.format(model, part, metric, f"{value:.4f}", base, name or "", row_count, seeds)
    return line.rstrip()
