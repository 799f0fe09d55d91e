"""Holds ideas for titles to what is known of their like, as the weekly job holds every title."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from models.learn.corrections import Correction
from warehouse.reading import open_published
from warehouse.sql_files import create_evidence_macros, read_statement

UNKNOWN = "no published week says what is known of titles like it"


_FIGURES = ("hit", "top10", "rating", "audience")
_UNHELD: dict[str, Any] = {
    **{f"{name}_support": None for name in _FIGURES},
    **{f"{name}_note": UNKNOWN for name in _FIGURES},
}
"""What each figure of an idea rests on where no week says so."""


class Evidence(NamedTuple):
    """What a published week knows of groups of like titles.

    Args:
        known_group: ``features.known_group``.
        ceiling: type, hit_ceiling and top10_ceiling; one row for each type.
        today: the day of the week's run.
        correction: what sets right what is said of titles to come: ``scores.correction``.
    """

    known_group: pa.Table
    ceiling: pa.Table
    today: date
    correction: pa.Table


def read_evidence(con: duckdb.DuckDBPyConnection) -> Evidence | None:
    """Read it from a connection to a published file; None where the week is older than it."""
    try:
        ceiling = con.execute(read_statement("published/ceilings")).to_arrow_table()
        known_group = con.execute("from features.known_group").to_arrow_table()
        correction = con.execute(read_statement("published/corrections")).to_arrow_table()
    except duckdb.CatalogException:
        return None
    if not len(ceiling):
        return None
    today = ceiling["today"][0].as_py()
    return Evidence(known_group, ceiling.drop_columns("today"), today, correction)


def evidence_of(warehouse: Path) -> Evidence | None:
    """Read it from a file; None where nothing is published there, or an older week.

    Raises:
        QueryError: the file cannot be read.
    """
    if not warehouse.exists():
        return None
    with open_published(warehouse) as con:
        return read_evidence(con)


class EvidenceHolder:
    """Holds the titles of ``features.title`` of a connection to what is known of their like."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._held: Evidence | None = None
        create_evidence_macros(con)

    def ask(self, evidence: Evidence | None) -> Mapping[str, dict[str, Any]]:
        """What is known of the like of each title, by its key; empty without evidence."""
        if evidence is None:
            return {}
        if evidence is not self._held:
            self._con.register("known_group", evidence.known_group)
            self._con.register("ceiling", evidence.ceiling)
            self._con.register("correction", evidence.correction)
            self._held = evidence
        asked = {"today": evidence.today, "is_idea": True}
        found = self._con.execute(read_statement("models/idea_evidence"), asked)
        known = {row["title_id"]: row for row in found.to_arrow_table().to_pylist()}
        right = self._con.execute(read_statement("models/idea_corrections")).to_arrow_table()
        for row in right.to_pylist():
            title_id, question = row.pop("title_id"), row.pop("question")
            known[title_id].setdefault("corrections", {})[question] = Correction(**row)
        return known


def held(record: dict[str, Any], known: Mapping[str, Any] | None) -> dict[str, Any]:
    """The record set right by past forecasts, with chances that say no more than is known, and
    what each figure rests on.

    Args:
        record: one of ``Champions.score``.
        known: the title's row of ``EvidenceHolder.ask``; None where there is no evidence.
    """
    if known is None:
        return record | _UNHELD
    record = record | _set_right(record, known.get("corrections", {}))
    chances = {
        f"{name}_probability": _held_chance(chance, name, known)
        for name in ("hit", "top10")
        if (chance := record.get(f"{name}_probability")) is not None
    }
    return record | chances | {name: known[name] for name in _UNHELD}


def _held_chance(chance: float, name: str, known: Mapping[str, Any]) -> float:
    ceiling, base_rate = known[f"{name}_ceiling"], known[f"{name}_base_rate"]
    if known[f"{name}_note"] is None:
        return chance if ceiling is None else min(chance, ceiling)
    return chance if base_rate is None else base_rate


def _set_right(record: Mapping[str, Any], corrections: Mapping[str, Correction]) -> dict[str, Any]:
    """The figures of a title to come, set right by past forecasts as ``set_right.sql`` does it."""
    figures: dict[str, Any] = {}
    if "hit" in corrections and record.get("hit_probability") is not None:
        chance = corrections["hit"].chances(np.array([record["hit_probability"]]))
        figures["hit_probability"] = float(chance[0])
    for question, name in (("rating", "predicted_rating"), ("views", "expected_views_91d")):
        said = [record.get(name + end) for end in ("_low", "", "_high")]
        if question in corrections and None not in said:
            values = np.array(said, dtype=np.float64)[:, None]
            low, high = corrections[question].interval(question, *values)
            figures |= {f"{name}_low": float(low[0]), f"{name}_high": float(high[0])}
    return figures
