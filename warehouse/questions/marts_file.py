"""A file that holds the published marts and nothing else, for those who may ask nothing else.

A published file holds every schema, and DuckDB knows no rights within a file: whoever may ask it
anything may ask it all. So the marts are copied to a file of their own, views as the rows that
they show. Of other tables it holds only the columns that marts with a parameter read
(``READ_BY_MARTS``), which such marts show anyway. These have numbers for names, so that nothing in
the file, the catalogue that DuckDB keeps of it (``information_schema``) and its suggestions
included, names what is no mart.

The copy is made by a process of its own (``python -m warehouse.questions.marts_file``), so that
neither its memory nor its locks are those of the server.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import duckdb

from catalogue_common.errors import QueryError
from warehouse.questions.allowed import tree_nodes
from warehouse.reading import ReadLimits, open_beside
from warehouse.sql_files import quote_identifier, quote_literal

CHECKOUT = Path(__file__).parents[2]
LIMITS = ReadLimits("512MB", threads=1)
NICENESS = 10
BEHIND = "behind"
"""The schema of the copy that has what marts with a parameter read."""
READ_BY_MARTS = {
    "core.offer": "title_id, service, region, access, offered_from, offered_until, first_seen_on, "
    "last_seen_on, end_known",
    "core.offer_evidence": "title_id, service, region, access, kind, source, seen_from",
    "core.offer_list": "series, source, service, region, type, seen_on, is_main",
    "core.offer_place": "service, region, listed_on",
    "core.offer_source": "source, carry_days",
    "core.title": "title_id, type, title",
    "ops.drift": "run_id, kind, measure, reference, psi, is_drifted",
    "ops.loads": "run_id, source, snapshot_on, file, status",
    "ops.settled": "run_id, question, title_id, season",
}
_RELATIONS = """
select schema_name, table_name as name from duckdb_tables() where database_name = 'published'
union all
select schema_name, view_name as name from duckdb_views() where database_name = 'published'
"""
_MACROS = """
select function_name, parameters, macro_definition from duckdb_functions()
where database_name = 'published' and schema_name = 'marts' and function_type = 'table_macro'
"""


def open_marts_file(handle: int) -> int:
    """Copy the marts of an open published file; returns the copy, open, which has no name any more.

    Raises:
        QueryError: it cannot be made.
    """
    with tempfile.TemporaryDirectory(prefix="catalogue-marts-") as folder:
        made = Path(folder) / "marts.duckdb"
        done = subprocess.run(  # noqa: S603 - our own module; a number and a path of ours
            [sys.executable, "-m", "warehouse.questions.marts_file", str(handle), str(made)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=CHECKOUT,
            pass_fds=(handle,),
            check=False,
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines() or ["it was ended"]
            raise QueryError(
                f"The marts cannot be copied for the SQL box: {said[-1]}. The published file is as "
                "it was. See that the folder for temporary files has room (TMPDIR names it)."
            )
        return os.open(made, os.O_RDONLY)


def copy_marts(published: str, made: Path) -> None:
    """Write the marts of a published file to a new file.

    Raises:
        duckdb.Error: it is no warehouse, or there is no room.
    """
    con = open_beside(published, "published", LIMITS)
    con.execute(f"set temp_directory = {quote_literal(str(made.with_suffix('.spill')))}")
    con.execute(f"attach {quote_literal(str(made))} as copied")
    con.execute("use published")
    behind: dict[str, str] = {}
    for schema, name in sorted(set(con.execute(_RELATIONS).fetchall())):
        table = f"{schema}.{name}"
        if schema == "marts":
            _copy_table(con, (schema, name), (schema, name), "*")
        elif columns := READ_BY_MARTS.get(table):
            behind[table] = str(len(behind) + 1)
            _copy_table(con, (schema, name), (BEHIND, behind[table]), columns)
    macros = con.execute(_MACROS).fetchall()
    con.execute("use copied")
    for name, parameters, definition in macros:
        listed = ", ".join(map(quote_identifier, parameters))
        named = f"copied.marts.{quote_identifier(name)}({listed})"
        query = _of_copies(con, definition, behind)
        with suppress(duckdb.BinderException):  # of an earlier version: it asks for another column
            con.execute(f"create macro {named} as table {query}")
    con.execute("use memory")
    con.execute("detach copied")
    con.close()


def _copy_table(
    con: duckdb.DuckDBPyConnection, table: tuple[str, str], to: tuple[str, str], columns: str
) -> None:
    place, there = (".".join(map(quote_identifier, names)) for names in (table, to))
    con.execute(f"create schema if not exists copied.{quote_identifier(to[0])}")
    with suppress(duckdb.BinderException):  # of an earlier version: it has no such column
        con.execute(f"create table copied.{there} as select {columns} from published.{place}")


def _of_copies(con: duckdb.DuckDBPyConnection, query: str, behind: Mapping[str, str]) -> str:
    """The query, asked of the copies of these tables; DuckDB's own parser says where they stand."""
    (parsed,) = con.execute("select json_serialize_sql($query)", {"query": query}).fetchone() or ()
    tree = json.loads(parsed)
    for node in tree_nodes(tree):
        if node.get("type") == "BASE_TABLE":
            table = f"{node['schema_name']}.{node['table_name']}"
            if table in behind:
                node["alias"] = node["alias"] or node["table_name"]
                node["schema_name"], node["table_name"] = BEHIND, behind[table]
    written = con.execute("select json_deserialize_sql($tree::json)", {"tree": json.dumps(tree)})
    (asked,) = written.fetchone() or ("",)
    return str(asked)


if __name__ == "__main__":
    with suppress(OSError):
        os.nice(NICENESS)
    try:
        copy_marts(f"/dev/fd/{int(sys.argv[1])}", Path(sys.argv[2]))
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        sys.exit(" ".join(str(error).split()))
    except duckdb.Error as error:  # its words may hold values of tables that nobody may ask
        sys.exit(type(error).__name__)
