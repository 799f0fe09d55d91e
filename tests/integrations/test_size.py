"""What ties the project to other tools stays small: under 1,500 lines, in all."""

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
    "**/*superset*.py",
)
MOST_LINES = 1_500


def test_the_integrations_are_small():
    found = chain.from_iterable(ROOT.glob(pattern) for pattern in CODE)
    paths = {path for path in found if not {"tests", ".venv"} & set(path.relative_to(ROOT).parts)}
    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in paths}
    assert len(lines) > 15
    assert sum(lines.values()) < MOST_LINES, lines
