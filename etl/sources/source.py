"""What a source has to say of itself so that its files can be recognised and loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from etl.sources.value_kinds import ValueKind

LAST = "place"
"""The rank of a source whose later rows are later readings of the same thing."""

MARKER = "SYNTHETIC.md"
"""The file that says of a data directory that everything in it is invented."""


@dataclass(frozen=True)
class Source:
    """One kind of file: how it is recognised and where its rows go.

    Attributes:
        name: the source, and its folder in the data directory. A folder can hold several kinds.
        table: the raw table.
        columns: each column of the raw table and the names that files give it, best first.
        required: columns without which a file is not of this kind.
        required_one_of: columns of which it has one at least.
        service: the service whose catalogue a file is unless its folder names another; null where
            files are nobody's catalogue, '' where the folder is to name it.
        lacking: what is said of a file that lacks a column.
        rejects: reasons to refuse a row, each with the SQL condition that finds it.
        key: what identifies a row within one file; of several with one key, one is kept.
        rank: SQL; which that is: the one with the highest. As it stands, the first.
        content_date: SQL for the date up to which a file's rows speak, where its name has none.
        is_whole: whether each file is a whole listing, whatever its name, and follows the last one.
        has_half_years: whether each row speaks of a half-year, which its banner is to name.
        is_exact: whether a file of this kind holds no other columns.
        derive: columns whose value depends on which columns a file has: a function from the file's
            column names to SQL over the row.
        values: columns whose values are read, not taken as they stand, and what they are.
        must_be_read: those of them without whose value, where there is one, a row is rejected.
        essential: columns on which a score, a label or a date rests: a load that leaves much of
            one unread is degraded.
    """

    name: str
    table: str
    columns: dict[str, tuple[str, ...]]
    required: tuple[str, ...]
    rejects: dict[str, str]
    key: tuple[str, ...]
    rank: str = "-place"
    content_date: str = "null::date"
    is_whole: bool = False
    has_half_years: bool = False
    is_exact: bool = False
    derive: dict[str, Callable[[set[str]], str]] = field(default_factory=dict)
    values: dict[str, ValueKind] = field(default_factory=dict)
    must_be_read: tuple[str, ...] = ()
    essential: tuple[str, ...] = ()
    required_one_of: tuple[str, ...] = ()
    service: str | None = None
    lacking: dict[str, str] = field(default_factory=dict)
