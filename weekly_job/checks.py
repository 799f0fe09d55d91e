"""Checks before publishing: each file of sql/checks is a query that must return no rows.

One more is made of the tables' own headers: the key that each states is unique and never null.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import duckdb

from catalogue_common.errors import CheckError, SqlFileError
from warehouse.sql_files import SQL, TableFile, in_order, one_transaction, read_header

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
TABLES_WITH_NULL_SHARES = ("core.title", "marts.title_scores")
KEYED = ("core", "features", "marts")
BROKEN_KEYS = """
select count(*)
from (select {key} from {table} group by all having count(*) > 1 or {is_null})
"""


def record_null_shares(con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Note how much is missing of each column, for the next run to compare with."""
    for table in TABLES_WITH_NULL_SHARES:
        con.execute(NULL_SHARES.format(table=table), {"run_id": run_id})


def run_checks(con: duckdb.DuckDBPyConnection, run_id: str) -> list[CheckResult]:
    """Run every check and record it in ``ops.checks``.

    Raises:
        CheckError: a blocking check found rows.
        SqlFileError: a check's first line is not ``-- block: …`` or ``-- warn: …``.
    """
    results = [_run(con, path.stem) for path in sorted((SQL / "checks").glob("*.sql"))]
    results.append(check_keys(con))
    with one_transaction(con):
        for result in results:
            _record(con, run_id, result)
    blocking = [result for result in results if result.failed_rows and result.severity == "block"]
    if blocking:
        found = "; ".join(f"{r.name}: {r.failed_rows} rows ({r.message})" for r in blocking)
        raise CheckError(
            f"Blocking checks failed: {found}. Nothing was published; the warehouse and report are "
            "as they were. Look at the queries or tables named, under sql/."
        )
    return results


def check_keys(con: duckdb.DuckDBPyConnection) -> CheckResult:
    """Count the keys that several rows of a table share, or that lack a value."""
    files = [
        file for schema in KEYED for file in in_order(schema) if file.key and not file.is_scratch
    ]
    broken = {file.name: count for file in files if (count := _broken_keys(con, file))}
    named = "; ".join(f"{name} ({count})" for name, count in broken.items())
    message = f"each table's key is unique and not null{f', unlike that of {named}' * bool(named)}"
    return _logged(CheckResult("keys_unique", "block", message, sum(broken.values())))


def _broken_keys(con: duckdb.DuckDBPyConnection, file: TableFile) -> int:
    never = [f"{name} is null" for name, may_be_null in file.key_columns.items() if not may_be_null]
    query = BROKEN_KEYS.format(
        key=", ".join(file.key_columns), table=file.name, is_null=" or ".join(never) or "false"
    )
    found = con.execute(query).fetchone()
    return int(found[0]) if found else 0


def _run(con: duckdb.DuckDBPyConnection, name: str) -> CheckResult:
    header, query = read_header(SQL / "checks" / f"{name}.sql")
    severity, _, message = header[0].partition(": ") if header else ("", "", "")
    if severity not in SEVERITIES:
        raise SqlFileError(f"{name}.sql must start with `-- block: …` or `-- warn: …`.")
    found = con.execute(f"select count(*) from ({query})").fetchone()
    return _logged(CheckResult(name, severity, message, int(found[0]) if found else 0))


def _logged(result: CheckResult) -> CheckResult:
    if result.failed_rows:
        log.warning("check %s: %d rows: %s", result.name, result.failed_rows, result.message)
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
