"""Lines that end in every way, and what stands above the header."""

import csv
import io

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from etl.load.dialects import dialect_of
from etl.load.encodings import in_utf8
from etl.load.line_ends import with_plain_lines
from etl.load.read_file import read_file
from etl.load.scratch import Scratch

ENDS = ["\n", "\r\n", "\r", "\r\r\n"]


def plain(folder, content: bytes) -> bytes:
    path = folder / "a.csv"
    path.write_bytes(content)
    return with_plain_lines(path, dialect_of(path), folder).read_bytes()


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"a,b\r\n1,2\r\n", b'a,b\n1,"2\n"\n'])
def test_a_file_whose_lines_end_alike_is_read_where_it_is(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert with_plain_lines(path, dialect_of(path), tmp_path) == path


def test_a_return_in_a_value_is_a_blank_and_between_rows_a_line_end(tmp_path):
    assert plain(tmp_path, b"a,b\n1,one\rtwo\n2,x\n") == b"a,b\n1,one two\n2,x\n"
    assert plain(tmp_path, b"a,b\r1,x\r2,y\r") == b"a,b\n1,x\n2,y\n"
    assert plain(tmp_path, b"a,b\n1,x\r2,y\n3,z\n") == b"a,b\n1,x\n2,y\n3,z\n"


def test_what_stands_in_quotes_stays(tmp_path):
    assert plain(tmp_path, b'a,b\r\n1,"x\r\ny\rz"\n2,5" disk\n') == (
        b'a,b\n1,"x\r\ny\rz"\n2,5" disk\n'
    )


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ['"', 'say "no"', "a\nb", "a\r\nb", "a\rb", ",;\t|", " x ", "", "é", "\u3042", "5'"]
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6)


def written(rows, separator: str, ends: list[str], always_quoted: bool, above: str) -> str:
    """The rows as CSV, each line with an end of its own, below other lines."""
    lines = [above.replace("@", separator)]
    for number, row in enumerate(rows):
        text = io.StringIO()
        quoting = csv.QUOTE_ALL if always_quoted else csv.QUOTE_MINIMAL
        csv.writer(text, delimiter=separator, quoting=quoting).writerow(row)
        lines.append(text.getvalue().removesuffix("\r\n") + ends[number % len(ends)])
    return "".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lines")


@pytest.fixture(scope="module")
def module_con():
    with duckdb.connect() as con:
        yield con


DIALECTS = st.fixed_dictionaries(
    {
        "separator": st.sampled_from(",;\t|"),
        "ends": st.lists(st.sampled_from(ENDS), min_size=1, max_size=4),
        "always_quoted": st.booleans(),
        "above": st.sampled_from(["", "\n", "\r\n\r\n", "sep=@\n", "\nsep=@\r\n"]),
    }
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])


@settings(deadline=None, print_blob=True)
@given(rows=ROWS, dialect=DIALECTS, encoding=ENCODINGS)
def test_whatever_the_dialect_the_same_values_come_back(
    folder, module_con, rows, dialect, encoding
):
    rows = [("first", "second", "third"), *rows]
    text = written(rows, **dialect)
    path = folder / "a.csv"
    path.write_bytes(text.encode(encoding))
    with Scratch(module_con) as scratch:
        read = read_file(scratch, path)
        found = module_con.execute(f"select * from {read.rows} order by rowid").fetchall()
        assert read.columns == rows[0]
        assert read.broken_count == 0
    # An empty cell is no value; a row that is empty altogether is a blank line.
    assert [tuple(cell or "" for cell in row) for row in found] == rows[1:]


def test_a_header_may_break_within_quotes(folder, module_con):
    path = folder / "b.csv"
    path.write_bytes(b'id,"title\r\nas shown",year\r\n1,A,2001\r\n')
    with Scratch(module_con) as scratch:
        read = read_file(scratch, path)
        assert read.columns == ("id", "title as shown", "year")
        assert module_con.table(read.rows).fetchall() == [("1", "A", "2001")]


def is_also_utf8(line: str) -> bool:
    """Whether what Windows writes for the line is a line with other letters in UTF-8."""
    try:
        return line != line.encode("cp1252").decode("utf-8")
    except UnicodeDecodeError:
        return False


@settings(deadline=None)
@given(
    lines=st.lists(st.text("ab é등Ž’", min_size=1, max_size=8), min_size=3, max_size=12),
    encoding=st.sampled_from(["utf-8", "cp1252"]),
    spoiled=st.integers(0, 30),
)
def test_one_spoiled_byte_spoils_one_line_at_most(folder, lines, encoding, spoiled):
    content = "\n".join(lines).encode(encoding, "replace").decode(encoding)
    data = bytearray(content.encode(encoding))
    is_utf8 = encoding == "utf-8"
    # "éŽŽ" of Windows is a letter of UTF-8 as well: of such lines nobody can say which they are.
    assume(is_utf8 or not any(is_also_utf8(line) for line in content.split("\n")))
    if is_utf8 and sum(not line.isascii() for line in lines) >= 3:
        data.insert(min(spoiled, len(data)), 0xFF)
    path = folder / "c.csv"
    path.write_bytes(bytes(data))
    if is_utf8 or not content.isascii():
        read = in_utf8(path, folder).path.read_text(encoding="utf-8")
        differing = sum(a != b for a, b in zip(read.split("\n"), content.split("\n"), strict=True))
        assert differing <= 1
