"""Prints how good the published run's models are: ``catalogue evaluate models``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warehouse.query import open_published

_QUALITY = """
with

-- The newest measurement over several seeds (models/seeds.py), where there is one.
seeds as (
    select
        model, slice, metric,
        avg(value) as mean,
        stddev_samp(value) as spread,
        count(*) as seed_count,
    from ops.model_metrics
    where regexp_extract(run_id, '^(seeds-.+)-\\d+$', 1) = (
        select max(nullif(regexp_extract(run_id, '^(seeds-.+)-\\d+$', 1), ''))
        from ops.model_metrics
    )
    group by model, slice, metric
)

select
    model, slice, metric, value, baseline, baseline_name, row_count, mean, spread, seed_count,
from marts.model_quality
left join seeds using (model, slice, metric)
where $model is null or model = $model
order by model, slice, metric
"""
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
    with open_published(warehouse) as con:
        rows = con.execute(_QUALITY, {"model": model}).fetchall()
    return [_LINE.format(*_HEAD), *map(_line, rows)]


def _line(row: tuple[Any, ...]) -> str:
    model, part, metric, value, baseline, name, row_count, mean, spread, seed_count = row
    base = "" if baseline is None else f"{baseline:.4f}"
    seeds = "" if spread is None else f"{mean:.4f} ± {spread:.4f} ({seed_count})"
    told = _LINE.format(model, part, metric, f"{value:.4f}", base, name or "", row_count, seeds)
    return told.rstrip()
