"""Workbooks, read in a process of their own."""

import openpyxl
import pytest

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from etl.load.scratch import Scratch
from etl.load.spreadsheets import read_workbook

LIMITS = Limits()


@pytest.fixture
def book():
    book = openpyxl.Workbook()
    for row in [("id", "title"), (1, "One"), (2, "Two")]:
        book.active.append(row)
    return book


def test_the_tables_of_all_sheets_are_read(con, tmp_path, book):
    more = book.create_sheet("more")
    for row in [("A banner",), ("id", "title", "sheet"), (3, "Three", "x")]:
        more.append(row)
    book.create_sheet("empty")
    book.save(tmp_path / "a.xlsx")
    with Scratch(con) as scratch:
        read = read_workbook(scratch, tmp_path / "a.xlsx", LIMITS)
        query = f"select row_number, id, title, sheet, banner from {read.rows} order by 1"
        assert con.execute(query).fetchall() == [
            (1, "1", "One", "Sheet", ""),
            (2, "2", "Two", "Sheet", ""),
            (3, "3", "Three", "more", "A banner"),
        ]


def test_a_cell_at_the_far_end_stops_only_the_process_that_reads_it(con, tmp_path, book):
    book.active.cell(row=1_048_576, column=16_384, value="x")
    book.save(tmp_path / "a.xlsx")
    with Scratch(con) as scratch, pytest.raises(SourceError, match="workbook takes more than"):
        read_workbook(scratch, tmp_path / "a.xlsx", LIMITS)


def test_what_is_no_workbook_or_has_no_table_is_refused(con, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 and no more")
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    with Scratch(con) as scratch:
        with pytest.raises(SourceError, match="damaged or of another kind"):
            read_workbook(scratch, tmp_path / "a.xlsx", LIMITS)
        with pytest.raises(SourceError, match="it has none"):
            read_workbook(scratch, tmp_path / "b.xlsx", LIMITS)
