"""What the steps of a load hand to each other.

A reader makes a ``ReadTable`` of bytes; ``recognise`` tells what kind of file it is and makes a
``RecognisedTable``; ``sort_rows`` takes out what is not to be loaded and makes ``SortedRows``.
"""

from __future__ import annotations

from dataclasses import dataclass

from etl.sources.source import Source

ROW_NUMBER = "row_number"
"""The column of a read table that numbers its rows, where their order in it does not."""

SHEET_COLUMNS = ("sheet", "banner")
"""What the reader of workbooks adds to a table: the sheet's name, and what stood above it."""


@dataclass(frozen=True)
class ReadTable:
    """One table of a file as it came.

    Attributes:
        rows: name of the temporary table of its rows; each column of the file is one of texts.
        columns: names of the file's columns, in its order.
        row_number: SQL for the number of a row within the file.
        broken: name of the temporary table of the rows that could not be read (row_number,
            reason, row).
        broken_count: how many those are.
        notes: what else is to be said of the file.
    """

    rows: str
    columns: tuple[str, ...]
    row_number: str
    broken: str
    broken_count: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecognisedTable:
    """One table of a file whose kind is known.

    Attributes:
        read: the table as it came.
        source: the kind of file that it is.
        rows: name of the view of its rows with the columns of the raw table, ``row_number``, and
            ``place``: where the row lies in the table as it came.
        found_as: for each column of the raw table that the file has, the file's columns that hold
            it, best first.
        rejects: reasons to refuse a row, each with the SQL condition that finds it.
        years: SQL for the year that a row names beside a date, by the date's column.
        unknown: names of the file's columns that are not loaded.
    """

    read: ReadTable
    source: Source
    rows: str
    found_as: dict[str, tuple[str, ...]]
    rejects: dict[str, str]
    years: dict[str, str]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class SortedRows:
    """One table of a file after all rows that are not to be loaded were taken out of it.

    Attributes:
        table: what is left.
        set_aside: name of the temporary table of rows that cannot be used (row_number, reason,
            row).
        read_count: how many rows the file has.
        rejected_count: how many of them cannot be read or used.
        repeated_count: how many have the key of another that counts instead.
    """

    table: RecognisedTable
    set_aside: str
    read_count: int
    rejected_count: int
    repeated_count: int

    @property
    def loaded_count(self) -> int:
        return self.read_count - self.rejected_count - self.repeated_count
