"""Titles of a part are set right and held to what is known of their like, as ideas are."""

from __future__ import annotations

import duckdb

from models.scoring.idea_evidence import Evidence
from warehouse.sql_files import create_evidence_macros, read_statement


def keep_part_to_evidence(
    con: duckdb.DuckDBPyConnection, run_id: str, evidence: Evidence | None
) -> None:
    """Set ``scores.title`` right and hold its chances; features.evidence says what they rest on."""
    if evidence is None:
        con.execute(read_statement("parts/no_evidence"))
        return
    create_evidence_macros(con)
    con.register("known_group", evidence.known_group)
    con.register("ceiling", evidence.ceiling)
    con.register("correction", evidence.correction)
    asked = {"today": evidence.today, "is_idea": False}
    found = con.sql(read_statement("models/idea_evidence"), params=asked)
    found.create("features.evidence")
    run = {"run": run_id}
    con.execute("set variable run_id = $run", run)
    con.execute("insert into scores.ceiling by name select $run as run_id, * from ceiling", run)
    con.execute(
        "insert into scores.correction by name select $run as run_id, * from correction", run
    )
    con.execute(read_statement("models/set_right"))
    con.execute(read_statement("models/keep_to_evidence"))
