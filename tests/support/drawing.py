"""The drawings of docs/architecture.md, from the code: rooms with their arrows, and the errors.

Run as ``python tests/support/drawing.py`` (``make docs`` does so) to draw them anew.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/architecture.md"
ROOMS = (
    "catalogue_insights.cli",
    "catalogue_insights.assistant",
    "catalogue_insights.python_door",
    "catalogue_insights.serve",
    "scheduler",
    "weekly_job",
    "etl",
    "models",
    "reports",
    "warehouse",
    "catalogue_common",
    "sql",
)


@cache
def modules() -> Mapping[str, ast.Module]:
    """Every module of the rooms, by its name."""
    tops = {room.partition(".")[0] for room in ROOMS}
    paths = [path for top in tops for path in (ROOT / top).rglob("*.py")] + [ROOT / "scheduler.py"]
    names = [path.relative_to(ROOT).with_suffix("").as_posix() for path in paths]
    return {
        name.removesuffix("/__init__").replace("/", "."): ast.parse(path.read_text("utf-8"))
        for name, path in sorted(zip(names, paths, strict=True))
    }


def inside(package: str) -> tuple[str, ...]:
    """The rooms inside a package: its folders and modules."""
    below = (name.split(".") for name in modules() if name.startswith(f"{package}."))
    return tuple(sorted({".".join(parts[:2]) for parts in below}))


def imported(tree: ast.Module) -> Iterator[str]:
    """What a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def arrows(rooms: tuple[str, ...]) -> dict[str, set[str]]:
    """Which of these rooms each of them imports."""

    def room_of(name: str) -> str | None:
        return next((room for room in rooms if f"{name}.".startswith(f"{room}.")), None)

    found: dict[str, set[str]] = {room: set() for room in rooms}
    for name, tree in modules().items():
        room = room_of(name)
        if room:
            targets = {room_of(target) for target in imported(tree)}
            found[room] |= {target for target in targets if target and target != room}
    return found


def floors(arrows: Mapping[str, set[str]]) -> dict[str, int]:
    """How high each room stands: one floor above the highest that it imports, the ground at 0.

    Raises:
        ValueError: rooms import each other in a circle.
    """
    standing: dict[str, int] = {}
    while len(standing) < len(arrows):
        ready = [r for r, below in arrows.items() if r not in standing and below <= set(standing)]
        if not ready:
            raise ValueError(f"a circle: {sorted(set(arrows) - set(standing))}")
        standing |= {room: 1 + max(map(standing.get, arrows[room]), default=-1) for room in ready}
    return standing


def house(rooms: tuple[str, ...]) -> str:
    """Rooms by their floors, from the top, each with the rooms that it imports."""
    found = arrows(rooms)
    height = floors(found)
    width = max(map(len, rooms))
    ordered = sorted(rooms, key=lambda room: (-height[room], rooms.index(room)))
    lines = []
    for room in ordered:
        below = ", ".join(other for other in ordered if other in found[room])
        lines.append(f"{height[room]:2}  {room:{width}}  {'-> ' + below if below else ''}".rstrip())
    return "\n".join(lines)


def raised() -> dict[str, tuple[str, str, str]]:
    """Every class of errors: its base, its module, the first line of its docstring."""
    found = {}
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error") and node.bases:
                said = (ast.get_docstring(node) or "").partition("\n")[0]
                found[node.name] = (ast.unparse(node.bases[0]), name, said)
    return found


def errors(base: str = "Exception", depth: int = 0) -> str:
    """The tree of errors below a class."""
    lines = []
    for name, (parent, module, said) in sorted(raised().items()):
        if parent == base:
            lines += [f"{'  ' * depth}{name}  ({module}) {said}", errors(name, depth + 1)]
    return "\n".join(filter(None, lines))


def drawn(page: str) -> str:
    """The page with its drawings as the code is now."""
    drawings = {
        "rooms": house(ROOMS),
        "models": house(inside("models")),
        "etl": house(inside("etl")),
        "errors": errors(),
    }
    for name, drawing in drawings.items():
        before, mark, rest = page.partition(f"<!-- drawn: {name} -->\n```\n")
        page = f"{before}{mark}{drawing}\n```\n" + rest.partition("```\n")[2]
    return page


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text("utf-8")), "utf-8")
