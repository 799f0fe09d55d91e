"""How long the code may be, and that a name means one thing in the whole project."""

import ast
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OF_A_MODULE = 300
OF_A_FUNCTION = 60
PROTOCOLS: set[str] = set()
"""Names that several modules define because they answer the same call."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.fixture(scope="module")
def sources(tracked) -> dict[str, str]:
    """All Python outside of the tests."""
    names = [name for name in sorted(tracked) if name.endswith(".py")]
    return {name: (ROOT / name).read_text("utf-8") for name in names if name[:6] != "tests/"}


def assert_none(offenders: Iterable[str]) -> None:
    """Fail with the list of what is beyond a limit."""
    found = list(offenders)
    assert not found, "\n".join(["", *found])


def test_no_module_is_long(sources):
    lines = {name: text.count("\n") for name, text in sources.items()}
    assert_none(f"{name}: {count} lines" for name, count in lines.items() if count > OF_A_MODULE)


def test_no_function_is_long(sources):
    assert_none(
        f"{name}: {node.name} takes more than {OF_A_FUNCTION} lines"
        for name, text in sources.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, Function) and node.end_lineno - node.lineno >= OF_A_FUNCTION
    )


def test_a_class_or_public_function_has_a_name_of_its_own(sources):
    defined = defaultdict(list)
    for name, text in sources.items():
        if not name.startswith(("bench/", "deploy/", ".ci/")):
            for node in ast.parse(text).body:
                if isinstance(node, Function | ast.ClassDef) and node.name[0] != "_":
                    defined[node.name].append(name)
    assert_none(
        f"{name} is in {', '.join(places)}"
        for name, places in sorted(defined.items())
        if len(places) > 1 and name not in PROTOCOLS
    )
