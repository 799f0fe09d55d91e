"""The published file for Python: its marts as relations, titles like another, ideas scored.

A relation is DuckDB's own: ``.df()`` makes it a pandas frame, ``.pl()`` one of Polars,
``.to_arrow_table()`` a table of Arrow, and ``.filter()``, ``.order()``, ``.aggregate()`` ask on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from catalogue_common.settings import load_settings
from models.scoring.idea_evidence import read_evidence
from models.scoring.unseen import refuse_unknown, score_unseen
from models.versions.registry import Registry
from warehouse.mart_descriptions import Origin, marts_of, origin_of
from warehouse.reading import open_alone

_LIKE = """
from marts.similar_titles where title_id = $title or lower(title) = lower($title)
order by title_id, rank
"""


class Warehouse:
    """A published file, read-only; each mart is a method of its name.

    ``Warehouse("warehouse.duckdb").title_scores().df()`` is the mart ``title_scores`` in pandas. It
    shows the week that was published when it was opened; for the next one open another.

    Args:
        path: the published file.
        models: the folder of its models; by default as the settings say, beside the file.

    Raises:
        QueryError: there is no such file, or it is no warehouse.
    """

    def __init__(self, path: str | Path = "warehouse.duckdb", models: Path | None = None) -> None:
        self._path, self._models = Path(path), models
        self._con = open_alone(self._path)
        self._marts = {mart.name: mart for mart in marts_of(self._con)}

    def __getattr__(self, name: str) -> Callable[[], duckdb.DuckDBPyRelation]:
        if name.startswith("_") or name not in self._marts:
            raise AttributeError(f"there is no mart {name!r}; dir() of a Warehouse lists them")
        return partial(self._marts[name].read, self._con)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._marts})

    def week(self) -> Origin:
        """The run that published the file, its ISO week, when, and whether titles are invented."""
        return origin_of(self._con)

    def similar(self, title: str) -> duckdb.DuckDBPyRelation:
        """The ten titles of the catalogue most like that one, by its name or key; nearest first."""
        return self._con.sql(_LIKE, params={"title": title})

    def score(self, ideas: Any) -> duckdb.DuckDBPyRelation:
        """Score titles that no source names by the champion models, as ``catalogue score`` does.

        Args:
            ideas: a frame of pandas or Polars, a table of Arrow, or a list of dictionaries, with
                columns such as ``title``, ``description``, ``type`` ("movie" or "series");
                ``models.scoring.unseen.FIELDS`` says all of them.

        Returns:
            One row for each, in their order: ratings from 0 to 10, probabilities from 0 to 1,
            views in the first 91 days, genres with their reasons.

        Raises:
            QueryError: a column says nothing of a title.
            ModelError: there are no champion models, or one cannot be used.
        """
        if not isinstance(ideas, list):
            ideas = duckdb.connect().sql("from ideas").to_arrow_table().to_pylist()
        refuse_unknown(ideas)
        registry = Registry(self._models or load_settings(warehouse=self._path).models)
        scored = list(score_unseen(registry, ideas, read_evidence(self._con)))
        return duckdb.connect().from_arrow(pa.Table.from_pylist(scored))

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()
