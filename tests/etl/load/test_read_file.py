"""One file as a table of texts, whatever its format."""

import gzip
import json

import openpyxl
import pytest

from catalogue_common.errors import SourceError
from etl.load.containers import taken_out
from etl.load.read_file import read_file
from etl.load.scratch import Scratch

ROWS = [("title", "year"), ("Élan", "2001"), ("Two", "2002")]
TEXT = "\n".join(map(",".join, ROWS))
OBJECTS = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
LINES = "\n".join(map(json.dumps, OBJECTS))


def workbook(path):
    book = openpyxl.Workbook()
    for row in [("What was watched",), *ROWS]:
        book.active.append(row)
    book.save(path)


CONTENTS = {
    "a.csv": TEXT.encode(),
    "b.csv": TEXT.encode("cp1252"),
    "b.csv.gz": gzip.compress(TEXT.encode("cp1252")),
    "c.csv": TEXT.encode("utf-16"),
    "a.json": json.dumps(OBJECTS).encode(),
    "a.json.gz": gzip.compress(json.dumps(OBJECTS).encode()),
    "b.json.gz": gzip.compress(LINES.encode()),
    "a.jsonl": LINES.encode(),
    "a.xlsx": None,
}


@pytest.fixture
def scratch(con):
    with Scratch(con) as scratch:
        yield scratch


@pytest.mark.parametrize("name", CONTENTS)
def test_every_format_gives_the_same_rows_by_number(scratch, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(CONTENTS[name]) if CONTENTS[name] else workbook(path)
    with taken_out(path) as plain:
        read = read_file(scratch, plain)
    rows = scratch.con.execute(
        f"select {read.row_number}, title, year from {read.rows} order by all"
    ).fetchall()
    assert rows == [(1, "Élan", "2001"), (2, "Two", "2002")]
    assert set(ROWS[0]) <= set(read.columns)
    assert read.broken_count == 0


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", b'title\nOne\n"Tw'), ("a.jsonl", b'{"title": 1}\n{"ti')]
)
def test_a_row_that_broke_is_kept_with_its_number(scratch, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    read = read_file(scratch, path)
    assert read.broken_count == 1
    assert scratch.count(read.rows) == 1
    assert scratch.columns(read.broken) == ("row_number", "reason", "row")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b" \n", "empty"), (b"null", "only the word null"), (b"<!DOCTYPE html>", "HTML page")],
)
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_what_holds_no_data_is_refused(scratch, tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    with pytest.raises(SourceError, match=message), taken_out(path) as plain:
        read_file(scratch, plain)


def test_nothing_is_left_in_the_connection(con, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(LINES)
    before = con.execute("show tables").fetchall()
    with Scratch(con) as scratch:
        read_file(scratch, path)
        assert con.execute("show tables").fetchall() != before
    assert con.execute("show tables").fetchall() == before
