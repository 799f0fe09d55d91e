"""What is known of like titles and of past forecasts, as files that lie beside the champions."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pyarrow as pa
from pyarrow import parquet

from models.parts.part_tables import to_parquet
from models.scoring.idea_evidence import Evidence

EVIDENCE = GROUPS, CEILINGS, CORRECTIONS = (
    "known_group.parquet",
    "ceiling.parquet",
    "correction.parquet",
)
"""The files; none is there where no week says what is known."""


def evidence_files(evidence: Evidence | None) -> dict[str, bytes]:
    """The files by name: the same bytes for the same evidence."""
    if evidence is None:
        return {}
    today = pa.array([evidence.today] * len(evidence.ceiling))
    tables = {
        GROUPS: evidence.known_group,
        CEILINGS: evidence.ceiling.append_column("today", today),
        CORRECTIONS: evidence.correction,
    }
    in_order = {
        name: table.sort_by([(column, "ascending") for column in table.column_names])
        for name, table in tables.items()
    }
    return {name: to_parquet(table) for name, table in in_order.items()}


def evidence_in(files: Mapping[str, bytes]) -> Evidence | None:
    """What ``evidence_files`` wrote; None where it wrote nothing."""
    if not files:
        return None
    groups, ceiling, correction = (parquet.read_table(io.BytesIO(files[n])) for n in EVIDENCE)
    return Evidence(groups, ceiling.drop_columns("today"), ceiling["today"][0].as_py(), correction)
