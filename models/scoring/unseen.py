"""Scores titles that are in no source, by the champion models: ``catalogue score``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from threadpoolctl import threadpool_limits

from catalogue_common.errors import ModelError
from models.features import read_unknown
from models.genres.reasons import top_reasons
from models.scoring.champions import ExplainedScores, read_champions, scores_of
from models.versions.registry import Registry
from warehouse.sql_files import SQL, read_header, read_table_file

BATCH_SIZE = 20_000

FIELDS: Mapping[str, str] = {
    "type": "movie or series; movie unless given",
    "title": "the title",
    "description": "what it is about, as the catalogue says it",
    "overview": "what it is about, as TMDb says it",
    "release_year": "year of release",
    "released_on": "day of release, YYYY-MM-DD",
    "came_on": "day it comes to Netflix, YYYY-MM-DD",
    "maturity_rating": "such as TV-MA or PG-13",
    "duration_minutes": "length of a film",
    "is_netflix_series": "true if Netflix airs the series",
    "original_language": "ISO 639-1 code",
    "countries": "ISO 3166 codes, by commas",
    "directors": "names, by commas",
    "cast_members": "names, by commas; ten count",
}
"""What may be given of a title, and what it means; ``sql/models/given_titles.sql`` reads it."""

_LISTS = ("countries", "directors", "cast_members")
_SCHEMA = pa.schema(
    [(name, pa.list_(pa.string()) if name in _LISTS else pa.string()) for name in FIELDS]
)

GivenTitles = list[dict[str, Any]]


def read_titles(path: Path) -> GivenTitles:
    """Read titles from a CSV file with a header, or a JSON file with a list of objects.

    Raises:
        ModelError: the file cannot be read, or has no column ``title``.
    """
    reader = "read_json" if path.suffix in {".json", ".jsonl"} else "read_csv"
    options = "" if reader == "read_json" else ", header = true, all_varchar = true"
    try:
        with duckdb.connect() as con:
            found = con.execute(f"from {reader}($file{options})", {"file": str(path)})
            titles: GivenTitles = found.to_arrow_table().to_pylist()
    except duckdb.Error as error:
        raise ModelError(
            f"{path} cannot be read: {str(error).splitlines()[0]} Nothing was scored. It should "
            "be a CSV file with a header, or JSON: a list of objects."
        ) from error
    if not titles or "title" not in titles[0]:
        raise ModelError(
            f"{path} has no titles, or no column 'title'. Nothing was scored. Known columns: "
            f"{', '.join(FIELDS)}."
        )
    return titles


class Champions:
    """The champion models, read once and ready to score titles that are in no source.

    Args:
        registry: holds the champions.

    Raises:
        ModelError: there is no champion for the genres, or one cannot be used.
    """

    def __init__(self, registry: Registry) -> None:
        self.lineup = read_champions(registry)
        if "genres" not in self.lineup:
            raise ModelError(
                f"There are no champions in {registry.root}. Nothing was scored. Train first: "
                "catalogue run or catalogue train."
            )
        self.models = {question: scorer.version for question, scorer in self.lineup.items()}
        self._con, self._lock = _tables(), Lock()

    def score(self, titles: GivenTitles, *, every_tag: bool = False) -> Iterator[dict[str, Any]]:
        """Yield one record for each title, in their order; may be called by several threads.

        Linear algebra must be held to one thread (``threadpool_limits``), or sums come in another
        order.

        Args:
            titles: what is given of each, by the names of ``FIELDS``; the rest may be missing.
            every_tag: also the tags that are not given, and each tag's threshold.
        """
        with self._lock:
            _make_titles(self._con, titles)
            tables = list(read_unknown(self._con, BATCH_SIZE))
        for table in tables:
            answer = scores_of(self.lineup, table)
            for record in _records(answer, table, every_tag=every_tag):
                number = int(record.pop("title_id"))
                title, kind = (titles[number].get(name) for name in ("title", "type"))
                yield {"title": title, "type": kind or "movie", **record}


def score_unseen(registry: Registry, titles: GivenTitles) -> Iterator[dict[str, Any]]:
    """Read the champions; score titles by them as they are taken, in their order, one record each.

    Raises:
        ModelError: there is no champion for the genres, or one cannot be used.
    """
    return _scored(Champions(registry), titles)


def _scored(ready: Champions, titles: GivenTitles) -> Iterator[dict[str, Any]]:
    with threadpool_limits(limits=1):
        for record in ready.score(titles):
            yield {**record, "models": ready.models}


def record_lines(record: Mapping[str, Any]) -> list[str]:
    """A record of ``score_unseen`` as lines for people."""
    lines = [f"{record['title']} ({record['type']})"]
    for name, value in record.items():
        if isinstance(value, float):
            lines.append(f"  {name.replace('_', ' '):22} {value:.2f}")
        elif name.startswith("genres_"):
            for tag in value:
                why = f"  {tag['why']}" if tag["why"] else ""
                line = f"  {name.replace('_', ' '):22} {tag['genre']} {tag['probability']:.2f}"
                lines.append(line + why)
    return lines


def _tables() -> duckdb.DuckDBPyConnection:
    """The tables that models read beside the titles, empty: nothing is known of outcomes."""
    con = duckdb.connect(config={"threads": 1})
    con.execute("create schema features")
    for name in ("listing", "outcome", "tmdb_file", "viewing"):
        columns = read_table_file(SQL / "features" / f"{name}.sql").columns
        con.execute(f"create table features.{name} ({', '.join(f'{c} varchar' for c in columns)})")
    return con


def _make_titles(con: duckdb.DuckDBPyConnection, titles: GivenTitles) -> None:
    """Make the given titles the table that models read."""
    given = pa.table(
        {f.name: [_as_text(t.get(f.name), f.type) for t in titles] for f in _SCHEMA}, _SCHEMA
    )
    con.register("given", given.append_column("number", pa.array(range(len(titles)), pa.int64())))
    con.execute(read_header(SQL / "models" / "given_titles.sql")[1])
    con.unregister("given")


def _as_text(value: Any, kind: pa.DataType) -> str | list[str] | None:
    """A value as text, or as a list of texts; null where nothing is given."""
    if pa.types.is_list(kind):
        parts = value if isinstance(value, list) else str(value or "").split(",")
        return [str(part).strip() for part in parts if str(part).strip()]
    return str(value) if value not in {None, ""} else None


def _records(
    answer: ExplainedScores, table: pa.Table, *, every_tag: bool
) -> Iterator[dict[str, Any]]:
    ratings, hits = answer.scores.ratings, answer.scores.hits
    figures = {
        "predicted_rating": ratings.predicted,
        "predicted_rating_low": ratings.lower,
        "predicted_rating_high": ratings.upper,
        "liked_probability": ratings.liked_probability,
        **{f"{name}_probability": hit.chance for name, hit in hits.items()},
    }
    tags = {f"genres_{t}": _tags(answer, t, every_tag=every_tag) for t in answer.scores.tags}
    for row, title_id in enumerate(table["title_id"].to_pylist()):
        yield {
            "title_id": title_id,
            **{name: _figure(values[row]) for name, values in figures.items()},
            **{name: found.get(row, []) for name, found in tags.items()},
        }


def _tags(
    answer: ExplainedScores, taxonomy: str, *, every_tag: bool
) -> dict[int, list[dict[str, Any]]]:
    """The tags given to each row, or all of them, likeliest first, with the reasons for them."""
    scores, given = answer.scores.tags[taxonomy], answer.scores.tags[taxonomy].is_given
    rows, tags = np.nonzero(~np.isnan(scores.probabilities) if every_tag else given)
    model = answer.scorer.genres.margins_[taxonomy].final
    reasons = top_reasons(model, answer.rows, answer.scorer.names, rows, tags)
    found: dict[int, list[dict[str, Any]]] = {}
    for row, tag, reason in zip(rows.tolist(), tags.tolist(), reasons, strict=True):
        entry = {
            "genre": scores.listing.genres[tag],
            "probability": float(scores.probabilities[row, tag]),
            "why": reason,
        }
        if every_tag:
            entry |= {
                "threshold": float(scores.thresholds[row, tag]),
                "is_given": bool(given[row, tag]),
            }
        found.setdefault(row, []).append(entry)
    return {row: sorted(own, key=lambda tag: -tag["probability"]) for row, own in found.items()}


def _figure(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
