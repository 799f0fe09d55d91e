"""A slate is written whole, or what to do is said and nothing is."""

import sys

import pyarrow as pa
import pytest
from openpyxl import load_workbook

from catalogue_common.errors import ExportError
from catalogue_insights.cli.answer_files import write_answer

ANSWER = pa.table({"title": ["=cmd()", "ends \x07 bell", None], "views": [1.5, 2.0, 3.0]})


def test_a_workbook_holds_no_formula_and_no_sign_that_it_may_not(tmp_path):
    write_answer(ANSWER, "xlsx", tmp_path / "slate.xlsx")
    rows = list(load_workbook(tmp_path / "slate.xlsx").active.iter_rows(values_only=True))
    assert rows == [("title", "views"), ("'=cmd()", 1.5), ("ends   bell", 2), (None, 3)]


def test_without_what_writes_workbooks_it_is_said_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ExportError, match=r"pip install 'catalogue-insights\[excel\]'"):
        write_answer(ANSWER, "xlsx", tmp_path / "slate.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        write_answer(ANSWER, "csv", tmp_path / "taken" / "slate.csv")
