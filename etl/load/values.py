"""Reads the values of a recognised table: dates, numbers and lengths in whatever form they come.

How a column is written is decided once for the whole column, from the values that leave no doubt:
which of day and month comes first, which sign is the decimal mark. Values become plain text that
staging casts (ISO dates, numbers with a decimal point). What is not certain is left out, and
counted as unread; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from catalogue_common.errors import SourceError
from etl.load.scratch import Scratch, load_statement
from etl.load.table_values import RecognisedTable
from etl.sources.value_kinds import Day, NetflixId, Number, SimpleKind, ValueKind, Words
from warehouse.sql_files import quote_identifier as quoted
from warehouse.sql_files import quote_literal

DOUBTFUL_SHARE = 0.05
"""Where fewer of many dates than this leave no doubt, a spreadsheet has turned some of them round:
of dates of all days, three in five have a day beyond the twelfth."""
MANY = 20
OF_NETFLIX = 0.9
"""The share of numbers that look like Netflix's identifiers: 98% in its own lists."""
NOTEWORTHY, MOST_UNREAD, ENOUGH = 0.01, 0.5, 100
"""Shares of values not understood that degrade a load, and that refuse a file of so many values."""


@dataclass(frozen=True)
class ColumnAccount:
    """What became of the values of one column of a file.

    Attributes:
        column: name in the raw table.
        found_as: the file's own columns that it was read from.
        read_count: values that were understood.
        empty_count: rows without a value, or with a word that says so.
        unread_count: values that are there and were not understood.
        examples: up to three of those.
        note: how the column is written, and why it was read so.
    """

    column: str
    found_as: tuple[str, ...]
    read_count: int
    empty_count: int
    unread_count: int
    examples: tuple[str, ...] = ()
    note: str = ""

    @property
    def unread_share(self) -> float:
        """Of the values that are there, the share that was not understood, 0 to 1."""
        there = self.read_count + self.unread_count
        return self.unread_count / there if there else 0.0

    def __str__(self) -> str:
        there = self.read_count + self.unread_count
        return (
            f"{self.column}: {self.unread_count:,} of {there:,} values were not understood "
            f"({', '.join(map(repr, self.examples))})"
        )


@dataclass(frozen=True)
class _Reading:
    """SQL that makes plain text of a column's text, and why it reads it so."""

    value: str
    note: str = ""


def read_values(scratch: Scratch, table: RecognisedTable) -> tuple[RecognisedTable, dict[str, str]]:
    """The same table with plain values; and of each column that was read so, how it is written."""
    kinds = {name: kind for name, kind in table.source.values.items() if name in table.found_as}
    strange = _strange_columns(scratch, table, kinds)
    if not strange:
        return table, {}
    readings = _readings(scratch, table, {name: kinds[name] for name in kinds if name in strange})
    return _as_read(scratch, table, readings), {name: one.note for name, one in readings.items()}


def account_for(
    scratch: Scratch, table: RecognisedTable, notes: dict[str, str]
) -> tuple[ColumnAccount, ...]:
    """Count what became of the values of each column of the file, in one look at its rows."""
    queries = []
    for name in table.found_as:
        if name not in notes:  # taken as it stands: nothing can be unread
            queries.append(load_statement("plain_column_account", value=quoted(name)))
            continue
        text = quoted(_text_of(name))
        is_there = table.source.values.get(name, Words()).is_there(text)
        queries.append(
            load_statement("column_account", value=quoted(name), text=text, is_there=is_there)
        )
    found = scratch.con.execute(f"select {', '.join(queries)} from {table.rows}").fetchone() or ()
    return tuple(
        ColumnAccount(
            name,
            table.found_as[name],
            account["read"],
            account["empty"],
            account["unread"],
            tuple(account["examples"] or ()),
            notes.get(name, ""),
        )
        for name, account in zip(table.found_as, found, strict=True)
    )


def refuse_unread(columns: tuple[ColumnAccount, ...], essential: tuple[str, ...]) -> None:
    """Refuse a file of which a column that much rests on is for the most part not understood.

    Raises:
        SourceError: more than half of at least 100 values.
    """
    for column in columns:
        there = column.read_count + column.unread_count
        if column.column in essential and there >= ENOUGH and column.unread_share > MOST_UNREAD:
            raise SourceError(
                f"{column}. Nothing of the file was loaded. Save the column in one form (dates as "
                "2021-09-25), or load the rest with --accept-unread."
            )


def much_unread(columns: tuple[ColumnAccount, ...], essential: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that much rests on and of which a noteworthy share was not understood.

    One odd value is counted and shown, but degrades nothing: of a few rows it is any share.
    """
    return tuple(
        str(column)
        for column in columns
        if column.column in essential
        and column.unread_count > 1
        and column.unread_share > NOTEWORTHY
    )


def _strange_columns(
    scratch: Scratch, table: RecognisedTable, kinds: dict[str, ValueKind]
) -> set[str]:
    """The columns that hold a value which cannot be taken as it stands."""
    if not kinds:
        return set()
    counts = ", ".join(
        f"count({quoted(name)}) - count(*) filter ({kind.is_plain(quoted(name))})"
        for name, kind in kinds.items()
    )
    found = scratch.con.execute(f"select {counts} from {table.rows}").fetchone() or ()
    strange = {name for name, count in zip(kinds, found, strict=True) if count}
    # A file has one decimal mark: where one column shows a comma, "1.201" of another is doubtful.
    if any(isinstance(kinds[name], Number) for name in strange):
        strange |= {name for name, kind in kinds.items() if isinstance(kind, Number)}
    # A date that has its year beside it is held against it, however it is written.
    return strange | (table.years.keys() & kinds.keys())


def _readings(
    scratch: Scratch, table: RecognisedTable, kinds: dict[str, ValueKind]
) -> dict[str, _Reading]:
    days = {name: kind for name, kind in kinds.items() if isinstance(kind, Day)}
    numbers = {name: kind for name, kind in kinds.items() if isinstance(kind, Number)}
    readings = {name: _day(scratch, table, name, kind) for name, kind in days.items()}
    readings |= _numbers(scratch, table, numbers)
    readings |= {
        name: _netflix_ids(scratch, table, name)
        for name, kind in kinds.items()
        if isinstance(kind, NetflixId)
    }
    for name in kinds.keys() - readings.keys():
        simple = cast("SimpleKind", kinds[name])
        readings[name] = _Reading(simple.plain_text(quoted(name)))
    return readings


def _day(scratch: Scratch, table: RecognisedTable, name: str, kind: Day) -> _Reading:
    """Which of day and month comes first, for each mark that stands between them."""
    orders: dict[str, str] = {}
    notes = []
    evidence = load_statement(
        "date_evidence",
        rows=table.rows,
        column=quoted(name),
        weekday=kind.weekday_sql,
    )
    for mark, day_first, month_first, unclear, example in scratch.con.execute(evidence).fetchall():
        certain = max(day_first, month_first)
        is_doubtful = unclear > MANY and certain < DOUBTFUL_SHARE * unclear
        if min(day_first, month_first) or not certain or is_doubtful:
            notes.append(f"day and month of {unclear} dates with '{mark}' cannot be told apart")
            continue
        orders[mark] = "d" if day_first else "m"
        first = "day" if day_first else "month"
        notes.append(f"the {first} comes first: {certain} dates leave no doubt ({example})")
    pairs = ", ".join(f"{quote_literal(mark)}: '{order}'" for mark, order in orders.items())
    value = (
        f"read_date({quoted(name)}, map {{{pairs}}}::map(varchar, varchar), "
        f"{table.years.get(name, 'null')}, {kind.earliest}, "
        f"{kind.weekday_sql})"
    )
    return _Reading(value, "; ".join(notes))


def _netflix_ids(scratch: Scratch, table: RecognisedTable, name: str) -> _Reading:
    """Whether a file's numbers are Netflix's identifiers: then most of them look like it."""
    column = quoted(name)
    found = scratch.con.execute(load_statement("netflix_ids", rows=table.rows, column=column))
    numbers, likely = found.fetchone() or (0, 0)
    if likely >= OF_NETFLIX * numbers:
        return _Reading(f"netflix_id_text({column})")
    return _Reading(
        f"case when not regexp_full_match({column}, '[0-9.]+') then {column} end",
        f"of {numbers:,} numbers {likely:,} can be Netflix's identifiers: they are somebody else's",
    )


def _numbers(
    scratch: Scratch, table: RecognisedTable, kinds: dict[str, Number]
) -> dict[str, _Reading]:
    """Which sign is the decimal mark: as the column tells, else as the file's other columns do."""
    shown = {
        name: _marks_shown(
            scratch, load_statement("number_evidence", rows=table.rows, column=quoted(name))
        )
        for name in kinds
    }
    of_file = {mark for mark in shown.values() if mark in (",", ".")}
    default = next(iter(of_file)) if len(of_file) == 1 else None
    readings = {}
    for name, kind in kinds.items():
        mark = shown[name] or default or ("." if not kind.is_whole else "?")
        value = f"read_number({quoted(name)}, '{mark}', {kind.is_whole}, {kind.low}, {kind.high})"
        readings[name] = _Reading(value, "decimal commas" if mark == "," else "")
    return readings


def _marks_shown(scratch: Scratch, evidence: str) -> str | None:
    """The decimal mark that a column's values leave no doubt of; '?' where they contradict."""
    commas, points = scratch.con.execute(evidence).fetchone() or (0, 0)
    if commas and points:
        return "?"
    return "," if commas else "." if points else None


def _as_read(
    scratch: Scratch, table: RecognisedTable, readings: dict[str, _Reading]
) -> RecognisedTable:
    """A table of its own, with plain values in place of the texts and the texts beside them."""
    values = [f"{reading.value} as {quoted(name)}" for name, reading in readings.items()]
    texts = [f"{quoted(name)} as {quoted(_text_of(name))}" for name in readings]
    query = load_statement(
        "read_rows", rows=table.rows, values=", ".join(values), texts=", ".join(texts)
    )
    rows = scratch.table("read_rows", query)
    view = scratch.view("read", f"select rowid as place, * from {rows}")
    read = replace(table.read, rows=rows, row_number="row_number")
    shifted = {
        f"{name} holds words: the row is shifted": f"is_prose({quoted(_text_of(name))})"
        for name, kind in table.source.values.items()
        if isinstance(kind, Number) and name in readings
    }
    needed = {
        f"{name} was not understood": (
            f"{quoted(name)} is null and ({kind.is_there(quoted(_text_of(name)))})"
        )
        for name, kind in table.source.values.items()
        if name in readings and name in table.source.must_be_read
    }
    return replace(table, read=read, rows=view, rejects={**needed, **table.rejects, **shifted})


def _text_of(name: str) -> str:
    return f"{name} as it came"
