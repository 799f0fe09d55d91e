"""docs/security.md is a table of threats, and each names tests that there are."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security.md").read_text("utf-8")
NAMED = re.compile(r"`([\w/.]+\.py)::(\w+)`")
TABLES = ("## Who could do harm", "## Who can reach the pages")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    section = PAGE.split(f"{heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[2:]]


@cache
def names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("heading", TABLES)
def test_every_threat_names_a_test(heading):
    found = rows(heading)
    assert len(found) > 10
    assert {len(cells) for cells in found} == {4 if heading == TABLES[0] else 3}
    assert not [cells[:2] for cells in found if not NAMED.search(cells[-1])]


def test_every_test_that_is_named_is_there():
    named = NAMED.findall(PAGE)
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / "tests" / file).is_file() or test not in names_in(ROOT / "tests" / file)
    ]
    assert named
    assert missing == []
