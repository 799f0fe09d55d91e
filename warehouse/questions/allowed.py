"""Which statements may be asked: one that only reads, as DuckDB's own parser understands it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import duckdb

from catalogue_common.errors import QueryError
from warehouse.macro_files import macro_files

SCHEMAS = {"marts", "information_schema"}
STATE = ("duckdb_", "pg_", "pragma_", "sqlite_", "__")
"""How the names of the tables begin in which DuckDB shows its own state."""
TABLE_FUNCTIONS = {"generate_series", "range", "unnest"}
NO_FUNCTIONS = {
    "current_setting",
    "getenv",
    "json_deserialize_sql",
    "json_execute_serialized_sql",
    "json_serialize_plan",
    "json_serialize_sql",
    "query",
    "query_table",
    "write_log",
}
LOOKS = ("DESCRIBE", "SUMMARY")
SHOWN = ("tables", '"tables"')
_READS = "Ask one question: a single SELECT, DESCRIBE, SUMMARIZE or EXPLAIN statement."


def allowed_statement(
    con: duckdb.DuckDBPyConnection, sql: str, *, only_marts: bool
) -> duckdb.Statement:
    """The one statement, if it only reads.

    Args:
        con: where it will be asked; nothing of the text is run here.
        sql: the text.
        only_marts: whether names of other schemas, and of DuckDB's own state, are refused, too.

    Raises:
        QueryError: it is something else.
        duckdb.Error: it cannot be parsed.
    """
    statements = con.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(
            f"Expected one SQL statement and found {len(statements)}; nothing was run. {_READS}"
        )
    read = sql
    if statements[0].type == duckdb.StatementType.EXPLAIN:
        # Whatever stands between the word and a statement that reads (ANALYZE would run it, a
        # format in brackets) is no statement, so the rest is refused with it.
        read = _after_first_word(sql)
    tree = _tree_of_select(con, read)
    if only_marts:
        for node in tree_nodes(tree):
            _refuse_node(node)
    return statements[0]


def _tree_of_select(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    """The parsed statement; DuckDB writes down what selects and nothing else."""
    try:
        found = con.extract_statements(sql)
    except duckdb.Error:
        if sql.lstrip().lower().startswith(("analyze", "(")):
            raise QueryError(f"{_READS} EXPLAIN takes no options here.") from None
        raise
    if len(found) != 1 or found[0].type != duckdb.StatementType.SELECT:
        raise QueryError(f"{_READS} Nothing was run.")
    parsed = con.execute("select json_serialize_sql($sql)", {"sql": sql}).fetchone()
    try:
        tree = json.loads(parsed[0]) if parsed else {"error": True}
    except RecursionError:
        raise QueryError("The statement is nested too deeply. Nothing was run.") from None
    if tree["error"]:
        raise QueryError(f"{_READS} This one cannot be looked into. Nothing was run.")
    return tree


def _after_first_word(sql: str) -> str:
    """The text behind EXPLAIN, by the parser's own words: comments may stand before it."""
    words = duckdb.tokenize(sql)
    start = len("explain") + len(sql.encode()[: words[0][0]].decode())
    return sql[start:]


def tree_nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of a statement, as DuckDB writes down what it parsed."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _refuse_node(node: dict[str, Any]) -> None:
    """Bar what is neither a mart nor made of marts."""
    kind = node.get("type")
    if kind == "TABLE_FUNCTION":
        name = str(node["function"].get("function_name", "")).lower()
        if name not in TABLE_FUNCTIONS and not _is_macro(node["function"]):
            raise QueryError(f"The function {name}() is not allowed here: only marts are read.")
    elif kind == "BASE_TABLE":
        _refuse_table(node)
    elif kind == "SHOW_REF":
        _refuse_show(node)
    elif (name := str(node.get("function_name", "")).lower()) in NO_FUNCTIONS:
        raise QueryError(f"The function {name}() is not allowed here.")


def _refuse_show(node: dict[str, Any]) -> None:
    """DESCRIBE and SUMMARIZE name what they look at; SHOW TABLES lists the marts and no more."""
    if node.get("show_type") not in LOOKS and node.get("table_name") not in SHOWN:
        raise QueryError("This cannot be shown here. `show tables` lists the marts.")


def _is_macro(function: dict[str, Any]) -> bool:
    """Whether it is one of the marts with a parameter."""
    named = {part: str(function.get(part, "")).lower() for part in ("catalog", "schema")}
    return (
        named["catalog"] in ("", "published")
        and named["schema"] in ("", "marts")
        and f"marts.{function['function_name']}".lower() in mart_macros()
    )


@cache
def mart_macros() -> frozenset[str]:
    """The marts with a parameter, by name; read once, since later there is no file to read."""
    return frozenset(file.name for file in macro_files("marts"))


def _refuse_table(node: dict[str, Any]) -> None:
    catalogue, schema, table = (
        str(node[part]).lower() for part in ("catalog_name", "schema_name", "table_name")
    )
    is_known = catalogue in ("", "published") and schema in ("", *SCHEMAS)
    # Names without a schema are marts or defined in the query, unless DuckDB itself has them.
    if not is_known or (schema != "marts" and table.startswith(STATE)):
        named = ".".join(part for part in (schema, table) if part)
        raise QueryError(f"{named} cannot be read here: only the tables of marts can.")
