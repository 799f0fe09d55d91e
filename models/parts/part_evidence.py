"""Titles of a part are held to what the published week knows of their like, as ideas are."""

from __future__ import annotations

import duckdb

from models.scoring.idea_evidence import Evidence
from warehouse.sql_files import create_evidence_macros, read_statement


def keep_part_to_evidence(
    con: duckdb.DuckDBPyConnection, run_id: str, evidence: Evidence | None
) -> None:
    """Hold the chances of ``scores.title`` to it, and keep what they rest on: features.evidence."""
    if evidence is None:
        con.execute(read_statement("parts/no_evidence"))
        return
    create_evidence_macros(con)
    con.register("known_group", evidence.known_group)
    con.register("ceiling", evidence.ceiling)
    asked = {"today": evidence.today, "is_idea": False}
    found = con.sql(read_statement("models/idea_evidence"), params=asked)
    found.create("features.evidence")
    con.execute("set variable run_id = $run", {"run": run_id})
    con.execute(
        "insert into scores.ceiling by name select $run as run_id, * from ceiling", {"run": run_id}
    )
    con.execute(read_statement("models/keep_to_evidence"))
