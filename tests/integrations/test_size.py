"""What ties the project to other tools stays small: under 1,500 lines in all, as `wc` counts."""

import ast
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = (
    "catalogue_insights/__init__.py",
    "catalogue_insights/python_door.py",
    "catalogue_insights/assistant/*.py",
    "catalogue_insights/cli/mcp.py",
    "warehouse/*_workbook.py",
    "warehouse/data_*.py",
    "warehouse/dbt_sources.py",
    "warehouse/export_rows.py",
    "warehouse/mart_descriptions.py",
    "integrations/dbt/*.yml",
    "integrations/dbt/**/*.sql",
    "catalogue_insights/cli/bi.py",
    "warehouse/superset*",
)
MOST_LINES = 1_500
MOST_STATEMENTS = 20
"""Of the Python door, in all its methods: the rest is the project's."""


def test_the_integrations_are_small():
    found = chain.from_iterable(ROOT.glob(pattern) for pattern in CODE)
    lines = {path: path.read_bytes().count(b"\n") for path in found if path.is_file()}
    assert len(lines) > 15
    assert sum(lines.values()) < MOST_LINES, lines


def test_the_python_door_is_what_the_project_has_already():
    door = ast.parse((ROOT / "catalogue_insights/python_door.py").read_text("utf-8"))
    methods = [node for node in ast.walk(door) if isinstance(node, ast.FunctionDef)]
    own = [
        part
        for method in methods
        for part in ast.walk(method)
        if isinstance(part, ast.stmt) and part is not method and not is_docstring(part)
    ]
    assert {"score", "similar", "week"} <= {method.name for method in methods}
    assert len(own) <= MOST_STATEMENTS


def is_docstring(part: ast.stmt) -> bool:
    return isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
