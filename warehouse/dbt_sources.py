"""The marts as sources of a dbt project, made from the headers under ``sql/marts``.

``python -m warehouse.dbt_sources > integrations/dbt/models/sources.yml`` (``make docs`` does so).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from warehouse.sql_files import SQL, TableFile, read_table_file

HEAD = """\
# Made by `make docs` from the headers under sql/marts and sql/reports: edit those instead.
version: 2

sources:
  - name: marts
    database: catalogue
    schema: marts
    description: What people query, in wide and documented tables with stable names and grains
    tables:
"""
FRESHNESS = "{warn_after: {count: 8, period: day}, error_after: {count: 15, period: day}}"
"""A week and a day after the last run something is late; after two, something is wrong."""
EXPOSURE = """
exposures:
  - name: weekly_report
    label: Weekly report
    type: dashboard
    maturity: high
    description: The pages that each weekly run writes, one query of sql/reports a section
    owner: {name: Catalogue Insights}
    depends_on:
"""


def render_sources(folder: Path = SQL) -> str:
    """The whole file as YAML: sources with their keys as tests, and the report as an exposure."""
    files = [read_table_file(path) for path in sorted((folder / "marts").glob("*.sql"))]
    marts = [file for file in files if not file.is_scratch]
    tables = [line for mart in marts for line in _table(mart)]
    shown = sorted(_read_by_report(folder) & {mart.path.stem for mart in marts})
    depends = [f"      - source('marts', '{name}')" for name in shown]
    return HEAD + "\n".join(tables) + "\n" + EXPOSURE + "\n".join(depends) + "\n"


def _table(mart: TableFile) -> Iterator[str]:
    yield f"      - name: {mart.path.stem}"
    yield f"        description: {_quoted(mart.comment)}"
    moment = next((name for name in mart.columns if name.endswith("_at")), None)
    if moment:
        yield f"        config: {{loaded_at_field: {moment}, freshness: {FRESHNESS}}}"
    yield "        data_tests:"
    yield "          - unique_key:"
    yield f"              arguments: {{columns: [{', '.join(mart.key_columns)}]}}"
    yield "        columns:"
    for name, comment in mart.columns.items():
        yield f"          - name: {name}"
        yield f"            description: {_quoted(comment)}"
        if mart.key_columns.get(name) is False:
            yield "            data_tests: [not_null]"


def _quoted(text: str) -> str:
    """A text as YAML takes it; dbt would read what stands in double braces as its own."""
    return json.dumps(text.replace("{{", "{ {").replace("{%", "{ %"), ensure_ascii=False)


def _read_by_report(folder: Path) -> set[str]:
    queries = [path.read_text(encoding="utf-8") for path in (folder / "reports").glob("*.sql")]
    return {name for query in queries for name in re.findall(r"\bmarts\.(\w+)", query)}


if __name__ == "__main__":
    sys.stdout.write(render_sources())
