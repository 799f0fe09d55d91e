"""Lines of the plain-text part: wrapped sentences, and tables whose columns stand in line."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from reports.mail.digest import Cell

WIDTH = 72
GAP = "  "
NAME_MINIMUM = 24


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
    widths = [max(breadth(cell.text) for cell in column) for column in zip(*lines, strict=True)]
    others = sum(width + len(GAP) for width in widths[1:])
    widths[0] = min(widths[0], max(NAME_MINIMUM, WIDTH - others))
    drawn: list[str] = []
    for row in lines:
        cells = [_aligned(cell, width) for cell, width in zip(row, widths, strict=True)]
        drawn.append(GAP.join(cells).rstrip())
        drawn += [f"    {cut(cell.beneath, WIDTH - 4)}" for cell in row if cell.beneath]
    return drawn


def breadth(text: str) -> int:
    """How many places the text takes on a screen of even letters."""
    return sum(0 if combining(sign) else 1 + (east_asian_width(sign) in "WF") for sign in text)


def cut(text: str, limit: int) -> str:
    """The text, shortened to ``limit`` places."""
    if breadth(text) <= limit:
        return text
    while breadth(text) > limit - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _aligned(cell: Cell, width: int) -> str:
    text = cut(cell.text, width)
    blanks = " " * (width - breadth(text))
    return blanks + text if cell.is_number else text + blanks
