"""Lines of the plain-text part: wrapped sentences, and tables whose columns stand in line."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

WIDTH = 72
GAP = "  "
NAME_MINIMUM = 24


@dataclass(frozen=True)
class Cell:
    """A value in words, with what stands small beneath it, and where it leads."""

    text: str
    beneath: str = ""
    is_number: bool = False
    address: str = ""


def wrap(text: str, bullet: str = "") -> str:
    """The text in lines of at most 72 signs, the later ones as far in as the first."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_on_hyphens=False,
    )


def table(heads: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The rows in columns, numbers to the right; what stands beneath a name comes indented.

    The first column gives way where the line would be too long.
    """
    lines = [row for row in (heads, *rows) if row]
    widths = [max(cell_len(cell.text) for cell in column) for column in zip(*lines, strict=True)]
    others = sum(width + len(GAP) for width in widths[1:])
    widths[0] = min(widths[0], max(NAME_MINIMUM, WIDTH - others))
    drawn: list[str] = []
    for row in lines:
        cells = [_aligned(cell, width) for cell, width in zip(row, widths, strict=True)]
        drawn.append(GAP.join(cells).rstrip())
        drawn += [f"    {cut(cell.beneath, WIDTH - 4)}" for cell in row if cell.beneath]
    return drawn


def cut(text: str, limit: int) -> str:
    """The text, shortened to ``limit`` places."""
    return text if cell_len(text) <= limit else set_cell_size(text, limit - 1).rstrip() + "…"


def _aligned(cell: Cell, width: int) -> str:
    text = cut(cell.text, width)
    blanks = " " * (width - cell_len(text))
    return blanks + text if cell.is_number else text + blanks
