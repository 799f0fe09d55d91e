"""What ties the project to other tools stays small: under 1,500 lines in all, blank ones apart."""

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


def test_the_integrations_are_small():
    found = chain.from_iterable(ROOT.glob(pattern) for pattern in CODE)
    lines = {
        path: sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines())
        for path in found
        if path.is_file()
    }
    assert len(lines) > 15
    assert sum(lines.values()) < MOST_LINES, lines
