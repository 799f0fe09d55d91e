"""Checks before publishing: each file of sql/checks is a query that must return no rows."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import duckdb

from catalogue_common.errors import CheckError, SqlFileError
from warehouse.sql_files import SQL, one_transaction, read_header

log = logging.getLogger("catalogue")

SEVERITIES = ("block", "warn")


@dataclass(frozen=True)
class CheckResult:
    """What one check found."""

    name: str
    severity: str
    message: str
    failed_rows: int


NULL_SHARES = """
insert into ops.null_shares
select $run_id, '{table}', column_name, null_percentage / 100.0
from (summarize {table})
"""
WATCHED = ("core.title", "marts.title_scores")


def record_null_shares(con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Note how much is missing of each column, for the next run to compare with."""
    for table in WATCHED:
        con.execute(NULL_SHARES.format(table=table), {"run_id": run_id})


def run_checks(con: duckdb.DuckDBPyConnection, run_id: str) -> list[CheckResult]:
    """Run every check and record it in ``ops.checks``.

    Raises:
        CheckError: a blocking check found rows.
        SqlFileError: a check's first line is not ``-- block: …`` or ``-- warn: …``.
    """
    results = [_run(con, path.stem) for path in sorted((SQL / "checks").glob("*.sql"))]
    with one_transaction(con):
        for result in results:
            _record(con, run_id, result)
    blocking = [result for result in results if result.failed_rows and result.severity == "block"]
    if blocking:
        found = "; ".join(f"{r.name}: {r.failed_rows} rows ({r.message})" for r in blocking)
        raise CheckError(
            f"Blocking checks failed: {found}. Nothing was published; the warehouse and report are "
            "as they were. Look at the named queries under sql/checks."
        )
    return results


def _run(con: duckdb.DuckDBPyConnection, name: str) -> CheckResult:
    header, query = read_header(SQL / "checks" / f"{name}.sql")
    severity, _, message = header[0].partition(": ") if header else ("", "", "")
    if severity not in SEVERITIES:
        raise SqlFileError(f"{name}.sql must start with `-- block: …` or `-- warn: …`.")
    found = con.execute(f"select count(*) from ({query})").fetchone()
    result = CheckResult(name, severity, message, int(found[0]) if found else 0)
    if result.failed_rows:
        log.warning("check %s: %d rows: %s", name, result.failed_rows, message)
    return result


def _record(con: duckdb.DuckDBPyConnection, run_id: str, result: CheckResult) -> None:
    con.execute(
        """
        insert into ops.checks (run_id, check_name, severity, failed_rows, message)
        values ($run_id, $name, $severity, $failed_rows, $message)
        """,
        {
            "run_id": run_id,
            "name": result.name,
            "severity": result.severity,
            "failed_rows": result.failed_rows,
            "message": result.message,
        },
    )
