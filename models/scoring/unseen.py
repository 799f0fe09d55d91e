"""Scores titles that are in no source, by the champion models: ``catalogue score``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from threading import Lock
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from threadpoolctl import threadpool_limits

from catalogue_common.errors import ModelError, QueryError
from models.audience.said import (
    audience_figures,
    countries_reasons,
    likeliest_countries,
    views_reasons,
)
from models.features import TAXONOMIES, read_known, read_unknown
from models.genres.reasons import top_reasons
from models.outcome_features import outcome_rows
from models.scoring.bare_tables import bare_tables
from models.scoring.champions import ExplainedScores, LineUp, read_champions, scores_of
from models.scoring.idea_evidence import Evidence, EvidenceHolder, held
from models.versions.registry import Registry
from warehouse.sql_files import SQL, read_header

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
    "is_netflix_own": "false if Netflix does not make it; true unless another airs the series",
    "original_language": "ISO 639-1 code",
    "countries": "ISO 3166 codes, by commas",
    "directors": "names, by commas",
    "cast_members": "names, by commas; ten count",
    "genres": "names of TMDb's or Netflix's genres, by commas",
}
"""What may be given of a title, and what it means; ``sql/models/given_titles.sql`` reads it."""

_LISTS = ("countries", "directors", "cast_members", "genres")
_SCHEMA = pa.schema(
    [(name, pa.list_(pa.string()) if name in _LISTS else pa.string()) for name in FIELDS]
)

GivenTitles = list[dict[str, Any]]


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
        self._con, self._lock = bare_tables(), Lock()
        self._holder = EvidenceHolder(self._con)

    def score(
        self, titles: GivenTitles, evidence: Evidence | None = None, *, every_tag: bool = False
    ) -> Iterator[dict[str, Any]]:
        """Yield one record for each title, in their order; may be called by several threads.

        Linear algebra must be held to one thread (``threadpool_limits``), or sums come in another
        order.

        Args:
            titles: what is given of each, by the names of ``FIELDS``; the rest may be missing.
            evidence: what chances are held to; without it each record's notes say that it lacks.
            every_tag: also the tags that are not given, and each tag's threshold.
        """
        with self._lock:
            make_titles(self._con, titles)
            has_genres = self._list_genres(titles)
            known = self._holder.ask(evidence)
            tables = [(table, False) for table in read_unknown(self._con, BATCH_SIZE)]
            if has_genres:
                tables.append((read_known(self._con), True))
        streams = [
            chain.from_iterable(self._records(t, known, every_tag=every_tag) for t, known in own)
            for own in _in_order(tables)
        ]
        for record in merge(*streams, key=itemgetter("title_id")):
            title_id = record.pop("title_id")
            title, kind = (titles[int(title_id)].get(name) for name in ("title", "type"))
            yield {"title": title, "type": kind or "movie"} | held(record, known.get(title_id))

    def _records(
        self, table: pa.Table, known: bool, *, every_tag: bool
    ) -> Iterator[dict[str, Any]]:
        answer = scores_of(self.lineup, table, known=known)
        comparables = _comparables(self.lineup, answer, table)
        return _records(answer, table, comparables, every_tag=every_tag)

    def _list_genres(self, titles: GivenTitles) -> bool:
        """Make the genres that are given a listing, of the taxonomies that know them; whether there
        are any."""
        known = {
            (taxonomy, genre.lower()): genre
            for taxonomy, listing in self.lineup["genres"].genres.listings_.items()
            for genre in listing.genres
        }
        self._con.execute("delete from features.listing")
        rows = [
            (f"{number:012d}", taxonomy, known[taxonomy, name.lower()])
            for number, title in enumerate(titles)
            for name in _as_text(title.get("genres"), pa.list_(pa.string())) or []
            for taxonomy in TAXONOMIES
            if (taxonomy, name.lower()) in known
        ]
        if rows:
            names = ("title_id", "taxonomy", "genre")
            listed = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
            self._con.register("listed", listed)
            self._con.execute("insert into features.listing by name from listed")
            self._con.unregister("listed")
        return bool(rows)


def _in_order(tables: Iterable[tuple[pa.Table, bool]]) -> list[list[tuple[pa.Table, bool]]]:
    """Tables of films, of series and of those of which a genre is given, each by title_id."""
    return [
        list(g) for _, g in groupby(tables, lambda own: (own[1], own[0]["is_series"][0].as_py()))
    ]


def score_unseen(
    registry: Registry, titles: GivenTitles, evidence: Evidence | None = None
) -> Iterator[dict[str, Any]]:
    """Read the champions; score titles by them as they are taken, in their order, one record each.

    Raises:
        ModelError: there is no champion for the genres, or one cannot be used.
    """
    return _scored(Champions(registry), titles, evidence)


def _scored(
    ready: Champions, titles: GivenTitles, evidence: Evidence | None
) -> Iterator[dict[str, Any]]:
    with threadpool_limits(limits=1):
        for record in ready.score(titles, evidence):
            yield {**record, "models": ready.models}


def refuse_unknown(titles: GivenTitles) -> None:
    """See that all that is given of titles is among ``FIELDS``.

    Raises:
        QueryError: something is not.
    """
    if unknown := sorted({name for title in titles for name in title} - FIELDS.keys()):
        raise QueryError(
            f"These columns say nothing of a title: {', '.join(unknown)}. Nothing was scored. "
            f"Rename them or leave them out; these are known: {', '.join(FIELDS)}."
        )


def make_titles(con: duckdb.DuckDBPyConnection, titles: GivenTitles) -> None:
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
    answer: ExplainedScores,
    table: pa.Table,
    comparables: list[list[dict[str, Any]]],
    *,
    every_tag: bool,
) -> Iterator[dict[str, Any]]:
    ratings, hits = answer.scores.ratings, answer.scores.hits
    figures = {
        "predicted_rating": ratings.predicted,
        "predicted_rating_low": ratings.lower,
        "predicted_rating_high": ratings.upper,
        "liked_probability": ratings.liked_probability,
        **{f"{name}_probability": hit.chance for name, hit in hits.items()},
        **audience_figures(answer.scores.audience),
    }
    countries = likeliest_countries(answer.scores.audience)
    reasons = views_reasons(answer.scores.audience)
    moved = countries_reasons(answer.scores.audience)
    tags = {f"genres_{t}": _tags(answer, t, every_tag=every_tag) for t in answer.scores.tags}
    for row, title_id in enumerate(table["title_id"].to_pylist()):
        yield {
            "title_id": title_id,
            **{name: _figure(values[row]) for name, values in figures.items()},
            "views_reasons": reasons[row],
            "countries_reasons": moved[row],
            "likeliest_countries": countries[row],
            "comparables": comparables[row],
            **{name: found.get(row, []) for name, found in tags.items()},
        }


def _comparables(
    lineup: LineUp, answer: ExplainedScores, table: pa.Table
) -> list[list[dict[str, Any]]]:
    """The titles of known views that each row resembles, and what they reached."""
    scorer = lineup.get("audience")
    if scorer is None:
        return [[] for _ in range(len(table))]
    rows, tags = answer.rows, answer.scores.tags
    if scorer is not answer.scorer:  # it is of another training, whose encoder differs
        rows = scorer.encoder.transform(table)
        tags = scorer.apply(rows, table).tags
    found = scorer.audience.comparables(outcome_rows(rows, tags))
    return [[asdict(comparable) for comparable in own] for own in found]


def _tags(
    answer: ExplainedScores, taxonomy: str, *, every_tag: bool
) -> dict[int, list[dict[str, Any]]]:
    """The tags given to each row, or all of them, likeliest first, with the reasons for them."""
    scores, given = answer.scores.tags[taxonomy], answer.scores.tags[taxonomy].is_given
    rows, tags = np.nonzero(~np.isnan(scores.probabilities) if every_tag else given)
    model = answer.scorer.genres.margins_[taxonomy].final
    reasons = top_reasons(model, answer.rows, answer.scorer.names, rows, tags).to_pylist()
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
