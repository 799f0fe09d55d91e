"""What ``catalogue load FILE`` prints of one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.load.look import FileLook
    from etl.load.values import ColumnAccount

WIDEST = 60


def look_lines(look: FileLook) -> Iterator[str]:
    """The file, its columns and its first rows, for people."""
    place = f" ({look.service} in {look.region})" if look.service else ""
    day = f"; it speaks of {look.snapshot_on}" if look.snapshot_on else ""
    yield f"{look.table}: a file for {look.source}{place}, read as {look.raw_table}{day}"
    yield (
        f"{look.rows_read:,} rows: {look.rows_loaded:,} to load, {look.rows_rejected:,} rejected, "
        f"{look.rows_repeated:,} repeated"
    )
    yield from (f"  rejected {count:,}: {reason}" for reason, count in look.reasons.items())
    yield from (f"  {note}" for note in look.notes)
    yield ""
    yield from _columns(look)
    if look.not_loaded:
        yield f"not loaded: {', '.join(look.not_loaded)}"
    yield ""
    yield "the first rows, as they would be stored:"
    for row in look.first_rows:
        yield "  " + " | ".join(f"{name}={_cut(value)}" for name, value in row.items() if value)


def _columns(look: FileLook) -> Iterator[str]:
    name = max((len(column.column) for column in look.columns), default=0)
    found = max((len(", ".join(column.found_as)) for column in look.columns), default=0)
    yield f"{'stored as':{name}}  {'found as':{found}}      read     empty  not understood"
    for column in look.columns:
        yield (
            f"{column.column:{name}}  {', '.join(column.found_as):{found}}{column.read_count:>10,}"
            f"{column.empty_count:>10,}{_unread(column)}"
        )
        if column.note:
            yield f"{'':{name}}  {column.note}"


def _unread(column: ColumnAccount) -> str:
    if not column.unread_count:
        return f"{'-':>16}"
    return f"{column.unread_count:>16,}  {', '.join(map(_cut, column.examples))}"


def _cut(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"
